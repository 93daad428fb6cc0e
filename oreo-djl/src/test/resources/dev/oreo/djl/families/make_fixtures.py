"""Writes a tiny random checkpoint per architecture, and what transformers and autograd compute from it.

Versions: Python 3.11, torch 2.7.1 (CPU), transformers 4.53.3, safetensors 0.8.0.
Run: python make_fixtures.py   (writes beside itself; a second run gives the same bytes)

NAME/config.json, model.safetensors: the checkpoint. Weights may be another case's, named by `weights` in
expected.json. expected.json:
- rows: token_ids, start (of the response), log_probs and coefficients, one per response token. One sequence at a time, unpadded,
  from a fresh model (rope type dynamic remembers), float32, log_softmax in float64.
- greedy: token_ids after prompt_token_ids by argmax with a key-value cache, ended by token 11 or after 14; the two best logits are
  at least 1e-3 apart everywhere.
NAME/gradients.safetensors: gradient of the sum over all rows of coefficients times log_probs, by autograd.

rope.json: inverse frequencies and attention factors of transformers' rope_init functions at the sizes of real models, for a sequence of
`length`.

MiniCPM is not in transformers; its code is in the hub's repositories. Here it is Llama with its three scalings as hooks.
"""

import json
import math
import pathlib

import torch
import torch.nn.functional as F
import transformers
from safetensors.torch import save_file
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

FOLDER = pathlib.Path(__file__).parent
END = 11
SIZES = dict(vocab_size=12, hidden_size=8, intermediate_size=10, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1,
             head_dim=6, rms_norm_eps=1e-5, rope_theta=100.0, max_position_embeddings=64, bos_token_id=None, eos_token_id=END, pad_token_id=None)
ROWS = [([1, 2], 3), ([0, 3, 5, 2], 8), ([4], 1), ([9, 1, 1, 7, 6, 2, 0, 8], 9)]
MINICPM = dict(scale_emb=1.5, scale_depth=1.1, dim_model_base=4)

CASES = {
    "mistral": ("Mistral", dict(sliding_window=4, tie_word_embeddings=False), {}),
    "qwen2-sliding": ("Qwen2", dict(use_sliding_window=True, sliding_window=3, max_window_layers=1), {}),
    "qwen3": ("Qwen3", dict(attention_bias=True, use_sliding_window=True, sliding_window=5, layer_types=["sliding_attention", "full_attention"]), {}),
    "gemma": ("Gemma", dict(attention_bias=True), {}),
    "gemma-gelu": ("Gemma", dict(attention_bias=True, hidden_act="gelu"), {"weights": "gemma"}),
    "minicpm": ("Llama", dict(tie_word_embeddings=True), {"minicpm": MINICPM}),
    "llama-linear": ("Llama", dict(rope_scaling={"type": "linear", "factor": 2.5}), {}),
    "llama-dynamic": ("Llama", dict(rope_scaling={"rope_type": "dynamic", "factor": 3.0}, max_position_embeddings=10), {"weights": "llama-linear"}),
    "llama-yarn": ("Llama", dict(rope_scaling={"rope_type": "yarn", "factor": 4.0, "beta_fast": 1.5, "beta_slow": 0.2}, max_position_embeddings=32), {"weights": "llama-linear"}),
    "qwen2-yarn": ("Qwen2", dict(rope_scaling={"rope_type": "yarn", "factor": 2.0, "original_max_position_embeddings": 16, "beta_fast": 2.0}), {"weights": "qwen2-sliding"}),
}

QWEN = dict(hidden_size=3584, num_attention_heads=28, max_position_embeddings=32768, rope_theta=1e6)
ROPE = [
    (QWEN, {"rope_type": "linear", "factor": 3.0}, 100),
    (QWEN, {"rope_type": "dynamic", "factor": 2.0}, 100),
    (QWEN, {"rope_type": "dynamic", "factor": 2.0}, 32769),
    (QWEN, {"rope_type": "dynamic", "factor": 4.0, "original_max_position_embeddings": 32768}, 100000),
    (QWEN, {"rope_type": "yarn", "factor": 4.0}, 100),
    (QWEN, {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32768}, 100),
    ({**QWEN, "max_position_embeddings": 131072}, {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32768}, 100),
    (QWEN, {"rope_type": "yarn", "factor": 8.0, "attention_factor": 0.7, "beta_fast": 16.0, "beta_slow": 2.0}, 100),
    (QWEN, {"rope_type": "yarn", "factor": 40.0, "mscale": 0.707, "mscale_all_dim": 1.0, "original_max_position_embeddings": 4096}, 100),
    (dict(hidden_size=64, num_attention_heads=8, max_position_embeddings=2048, rope_theta=10000.0), {"rope_type": "yarn", "factor": 2.0, "beta_fast": 1e6, "beta_slow": 1e6}, 100),
    (dict(hidden_size=4096, num_attention_heads=32, max_position_embeddings=131072, rope_theta=5e5),
     {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192}, 100),
]


def hooked(model, scale_emb, scale_depth, dim_model_base):
    config, body = model.config, model.model
    depth = scale_depth / math.sqrt(config.num_hidden_layers)
    body.embed_tokens.register_forward_hook(lambda m, i, o: o * scale_emb)
    for layer in body.layers:
        layer.self_attn.register_forward_hook(lambda m, i, o: (o[0] * depth,) + tuple(o[1:]))
        layer.mlp.register_forward_hook(lambda m, i, o: o * depth)
    model.lm_head.register_forward_pre_hook(lambda m, a: (a[0] / (config.hidden_size / dim_model_base),))
    return model


def randomised(model, seed):
    g = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, p in model.named_parameters():
            noise = torch.randn(p.shape, generator=g)
            if name.endswith("norm.weight"):
                p.copy_(0.3 * noise + (0 if "gemma" in model.config.model_type else 1))
            elif name.endswith(".bias"):
                p.copy_(0.4 * noise)
            else:
                p.copy_(noise * (0.7 if "embed" in name or "head" in name else 1.5 / math.sqrt(p.shape[1])))
    return model.eval()


def logits(model, ids):
    rotary = model.model.rotary_emb
    rotary.inv_freq, rotary.max_seq_len_cached = rotary.original_inv_freq, rotary.original_max_seq_len
    return model(input_ids=torch.tensor([ids]), use_cache=False).logits[0]


def greedy(model, prompt):
    out, cache, feed = [], None, prompt
    while len(out) < 14 and out[-1:] != [END]:
        with torch.no_grad():
            result = model(input_ids=torch.tensor([feed]), past_key_values=cache, use_cache=True)
        cache, best = result.past_key_values, torch.topk(result.logits[0, -1], 2)
        assert best.values[0] - best.values[1] > 1e-3, "not separated"
        out.append(int(best.indices[0]))
        feed = out[-1:]
    return {"prompt_token_ids": prompt, "token_ids": out}


def write(path, value):
    path.write_text(json.dumps(value, indent=1) + "\n")


def case(name, prefix, changes, more, models):
    config = getattr(transformers, prefix + "Config")(**{**SIZES, **changes})
    model = getattr(transformers, prefix + "ForCausalLM")(config)
    if "weights" in more:
        model.load_state_dict(models[more["weights"]].state_dict())
        model.eval()
    else:
        randomised(model, 7)
    models[name] = model
    folder = FOLDER / name
    folder.mkdir(exist_ok=True)
    saved = json.loads(config.to_json_string(use_diff=False))
    kept = set(SIZES) | set(changes) | {"model_type", "hidden_act", "tie_word_embeddings"}
    saved = {k: v for k, v in saved.items() if k in kept}
    if "minicpm" in more:
        hooked(model, **more["minicpm"])
        saved.update(model_type="minicpm", **more["minicpm"])
    write(folder / "config.json", saved)
    state = {k: v.contiguous() for k, v in model.named_parameters()}
    if "weights" not in more:
        save_file({k: v.detach() for k, v in state.items()}, folder / "model.safetensors")
    rng = torch.Generator().manual_seed(3)
    rows, total = [], 0
    for prompt, count in ROWS:
        response = torch.randint(0, 12, (count,), generator=rng).tolist()
        coefficients = [round(x, 3) for x in torch.randn(count, generator=rng).tolist()]
        z = logits(model, prompt + response)[len(prompt) - 1:-1].double()
        log_probs = F.log_softmax(z, -1).gather(1, torch.tensor(response)[:, None])[:, 0]
        total = total + (log_probs * torch.tensor(coefficients, dtype=torch.float64)).sum()
        rows.append({"token_ids": prompt + response, "start": len(prompt), "log_probs": [round(x, 7) for x in log_probs.tolist()], "coefficients": coefficients})
    total.backward()
    save_file({k: p.grad.contiguous() for k, p in state.items()}, folder / "gradients.safetensors")
    expected = {**({"weights": more["weights"]} if "weights" in more else {}), "rows": rows}
    if "dynamic" not in str(changes):  # its cache mixes keys of different frequencies
        expected["greedy"] = [greedy(model, prompt) for prompt in ([3], [5, 1, 2], [0, 1, 2, 3, 4, 5, 6, 7])]
    write(folder / "expected.json", expected)
    print(name, [len(g["token_ids"]) for g in expected.get("greedy", [])], {k for g in expected.get("greedy", []) for k in g["token_ids"]})


def rope():
    out = []
    for sizes, scaling, length in ROPE:
        config = transformers.LlamaConfig(**sizes, rope_scaling=dict(scaling))
        frequencies, factor = ROPE_INIT_FUNCTIONS[scaling["rope_type"]](config, "cpu", seq_len=length)
        out.append({"config": {**sizes, "rope_scaling": scaling}, "length": length, "attention_factor": factor, "inverse_frequencies": frequencies.tolist()})
    (FOLDER / "rope.json").write_text("[" + ",\n".join(json.dumps(o) for o in out) + "]\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    models = {}
    for name, (prefix, changes, more) in CASES.items():
        case(name, prefix, changes, more, models)
    rope()
