"""Adapters that PEFT saved on a tiny random Qwen2, with what PEFT computes of them: log-probabilities or
values, and the gradient of their weighted sum by every trainable tensor.

    python make_cases.py            # writes the folders beside this file

Made with torch 2.7.1, transformers 4.53.3 and peft 0.21.2, on the CPU in float32.
"""
import json
import shutil
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, AutoModelForTokenClassification, Qwen2Config, Qwen2ForCausalLM

HERE = Path(__file__).parent
BASE = HERE / "base"
NAMES = ["q_proj", "k_proj", "v_proj", "down_proj"]
CASES = {
    "patterns": dict(r=3, lora_alpha=6, target_modules=NAMES, exclude_modules=["layers.1.self_attn.v_proj"],
                     rank_pattern={"layers.0.self_attn.q_proj": 2, "down_proj": 4}, alpha_pattern={r"^model\.layers\.1\.mlp\..*": 5, "k_proj": 1}),
    "regex": dict(r=4, lora_alpha=3, use_rslora=True, target_modules=r".*\.1\.(self_attn\.[qo]_proj|mlp\.(gate|up)_proj)"),
    "layers": dict(r=2, lora_alpha=8, target_modules=NAMES + ["o_proj"], layers_to_transform=[1]),
    "value": dict(r=2, lora_alpha=4, target_modules=["v_proj", "up_proj", "o_proj"], task_type="TOKEN_CLS"),
}
ROWS = [([3, 1, 4], [1, 5, 9, 2, 11]), ([2], [7, 1, 8]), ([6, 6, 0, 10, 2, 4], [9, 11])]


def base():
    config = Qwen2Config(vocab_size=12, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
                         max_position_embeddings=64, rope_theta=1000.0, rms_norm_eps=1e-5, initializer_range=0.4, tie_word_embeddings=False, eos_token_id=11,
                         bos_token_id=None)
    torch.manual_seed(0)
    model = Qwen2ForCausalLM(config)
    with torch.no_grad():
        for name, p in model.named_parameters():
            if name.endswith("bias") or "norm" in name:
                p.add_(torch.randn_like(p) * 0.1)
    model.save_pretrained(BASE)
    (BASE / "generation_config.json").unlink()


def load(value):
    cls = AutoModelForTokenClassification if value else AutoModelForCausalLM
    more = dict(num_labels=1) if value else {}
    return cls.from_pretrained(BASE, torch_dtype=torch.float32, attn_implementation="sdpa", **more).eval()


def outputs(model, value):
    """One number per response token, at the position before it, and a fixed weight for each."""
    numbers = []
    for prompt, response in ROWS:
        ids = torch.tensor([prompt + response])
        logits = model(input_ids=ids).logits[0, len(prompt) - 1:-1]
        numbers.append(logits[:, 0] if value else torch.log_softmax(logits, -1).gather(1, torch.tensor(response)[:, None])[:, 0])
    weights = [torch.tensor([(-1) ** j * (0.5 + 0.25 * j + 0.1 * i) for j in range(len(n))]) for i, n in enumerate(numbers)]
    return numbers, weights


def case(name, config):
    value = name == "value"
    folder = HERE / name
    torch.manual_seed(len(name))
    model = get_peft_model(load(value), LoraConfig(**{"task_type": "CAUSAL_LM", **config}))
    with torch.no_grad():
        for key, p in sorted(model.named_parameters()):
            if p.requires_grad:
                p.copy_(torch.randn(p.shape) * 0.2)
    model.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    path = folder / "adapter_config.json"
    json_config = json.loads(path.read_text())
    json_config["base_model_name_or_path"] = "../base"
    if isinstance(json_config["target_modules"], list):
        json_config["target_modules"].sort()
    path.write_text(json.dumps(json_config, indent=1) + "\n")

    model = PeftModel.from_pretrained(load(value), folder, is_trainable=True).eval()
    numbers, weights = outputs(model, value)
    sum((n * w).sum() for n, w in zip(numbers, weights)).backward()
    gradients = {k.replace(".default", "").replace(".modules_to_save", ""): p.grad for k, p in model.named_parameters() if p.requires_grad}
    assert set(gradients) == set(load_file(folder / "adapter_model.safetensors"))
    save_file(gradients, folder / "gradients.safetensors")
    rows = [{"prompt_token_ids": p, "response_token_ids": r, "expected": n.tolist(), "weights": w.tolist()} for (p, r), n, w in zip(ROWS, numbers, weights)]
    (folder / "expected.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


for old in [BASE, *(HERE / name for name in CASES)]:
    shutil.rmtree(old, ignore_errors=True)
base()
for name, config in CASES.items():
    case(name, config)
