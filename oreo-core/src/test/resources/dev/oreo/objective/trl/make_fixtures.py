"""Writes dpo.json, kto.json and grpo.json: losses of TRL's own code, and their gradients by autograd.

Versions: Python 3.11, trl 0.24.0, torch 2.7.1 (CPU), transformers 4.57.1.
Run: python make_fixtures.py   (writes beside itself; a second run gives the same bytes)

Log-probabilities per token are drawn at random in float64, so no network and no tokenizer takes part. The trainers'
methods run on a stub that holds the settings they read. Two statements of TRL stand in the middle of methods that need a
network; they are cut out of TRL's source by their first and last line and executed: the length normalisation of IPO and
the advantages of GRPO. README.md says what each field of the files means.
"""

import collections
import inspect
import json
import pathlib
import random
import textwrap
import types

import torch
from trl.trainer.dpo_trainer import DPOTrainer
from trl.trainer.grpo_trainer import GRPOTrainer
from trl.trainer.kto_trainer import KTOTrainer

FOLDER = pathlib.Path(__file__).parent
ACCELERATOR = types.SimpleNamespace(device="cpu", num_processes=1, gather=lambda x: x, gather_for_metrics=lambda x: x)


def cut(method, first, last):
    """The lines of a method from the one that begins with `first` to the one that begins with `last`, as code."""
    lines = inspect.getsource(method).splitlines()
    starts = [line.strip() for line in lines]
    begin = next(i for i, line in enumerate(starts) if line.startswith(first))
    end = next(i for i in range(begin, len(starts)) if starts[i].startswith(last))
    return compile(textwrap.dedent("\n".join(lines[begin : end + 1])), method.__qualname__, "exec")


def log_probs(rng, length, around=None, spread=0.3):
    """Log-probabilities of one answer's tokens: anything below 0, or near another's."""
    if around is None:
        return [round(-rng.expovariate(0.7) - 0.01, 4) for _ in range(length)]
    return [round(min(-0.0001, x + rng.gauss(0, spread)), 4) for x in around]


def padded(rows, grad=False):
    """Rows of different lengths as one float64 tensor, and its mask."""
    width = max(len(row) for row in rows)
    tensor = torch.tensor([row + [0.0] * (width - len(row)) for row in rows], dtype=torch.float64)
    mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
    return tensor.requires_grad_(grad), mask


def rows_of(tensor, lengths):
    return [row[:n].tolist() for row, n in zip(tensor, lengths)]


def write(name, cases):
    text = json.dumps({"cases": cases}, indent=None, separators=(",", ":"))
    (FOLDER / name).write_text(text.replace('{"name"', '\n{"name"') + "\n")


# ---- DPO, cDPO, robust DPO, IPO ----


def answer(rng):
    length = rng.randint(1, 6)
    reference = log_probs(rng, length)
    return {"log_probs": log_probs(rng, length, reference, 1.0), "reference_log_probs": reference}


def dpo_case(name, loss_type, beta, label_smoothing, pairs):
    stub = types.SimpleNamespace(
        accelerator=ACCELERATOR, reference_free=False, f_divergence_type=None, f_divergence_params=None,
        beta=beta, label_smoothing=label_smoothing, loss_type=[loss_type])
    normalise = cut(DPOTrainer.concatenated_forward, 'if "ipo" in self.loss_type', "all_logps = all_logps")

    def logps(side, key):
        tokens, mask = padded([pair[side][key] for pair in pairs], key == "log_probs")
        scope = {"self": stub, "all_logps": (tokens * mask).sum(-1), "loss_mask": mask}
        exec(normalise, scope)
        return tokens, scope["all_logps"]

    chosen, chosen_logps = logps("chosen", "log_probs")
    rejected, rejected_logps = logps("rejected", "log_probs")
    losses, _, _ = DPOTrainer.dpo_loss(
        stub, chosen_logps, rejected_logps, logps("chosen", "reference_log_probs")[1],
        logps("rejected", "reference_log_probs")[1], loss_type)
    losses.mean().backward()
    expected = []
    for i, pair in enumerate(pairs):
        gradients = {
            f"{side}_gradient": tokens.grad[i, : len(pair[side]["log_probs"])].tolist()
            for side, tokens in (("chosen", chosen), ("rejected", rejected))}
        expected.append({"loss": losses[i].item(), **gradients})
    return {"name": name, "loss_type": loss_type, "beta": beta, "label_smoothing": label_smoothing,
            "loss": losses.mean().item(), "pairs": pairs, "expected": expected}


def dpo():
    rng = random.Random(1)
    settings = [
        ("dpo", "sigmoid", 0.1, 0.0), ("dpo-strong", "sigmoid", 2.0, 0.0), ("cdpo", "sigmoid", 0.3, 0.1),
        ("robust", "robust", 0.3, 0.2), ("ipo", "ipo", 0.1, 0.0), ("ipo-strong", "ipo", 0.7, 0.0)]
    return [dpo_case(*s, [{"chosen": answer(rng), "rejected": answer(rng)} for _ in range(4)]) for s in settings]


# ---- KTO ----


def kto_case(name, beta, weights, examples):
    stub = types.SimpleNamespace(
        accelerator=ACCELERATOR, calculate_KL=True, loss_type="kto", beta=beta,
        desirable_weight=weights[0], undesirable_weight=weights[1])
    tokens, mask = padded([e["log_probs"] for e in examples], True)
    sums = (tokens * mask).sum(-1)

    def total(key):
        values, own_mask = padded([e[key] for e in examples])
        return (values * own_mask).sum(-1)

    good = torch.tensor([e["desirable"] for e in examples])
    reference = total("reference_log_probs")
    losses, _, _, z0 = KTOTrainer.kto_loss(
        stub, sums[good], sums[~good], total("mismatched_log_probs"), reference[good], reference[~good],
        total("mismatched_reference_log_probs"))
    losses.nanmean().backward()
    return {"name": name, "beta": beta, "desirable_weight": weights[0], "undesirable_weight": weights[1],
            "loss": losses.nanmean().item(), "z0": z0.item(), "examples": examples,
            "gradients": rows_of(tokens.grad, [len(e["log_probs"]) for e in examples])}


def kto_example(rng, desirable, drift):
    own = answer(rng)
    mismatched = log_probs(rng, rng.randint(1, 5))
    return {"desirable": desirable, **own,
            "mismatched_log_probs": [round(min(-0.0001, x + drift), 4) for x in mismatched],
            "mismatched_reference_log_probs": mismatched}


def kto():
    rng = random.Random(2)
    settings = [
        ("balanced", 0.1, (1.0, 1.0), [True, False, True, False, True], 0.2),
        ("weighted", 0.5, (1.0, 1.5), [True, True, True, False], 0.3),
        ("negative-estimate", 0.3, (1.2, 1.0), [False, False, True], -0.4),
        ("desirable-only", 0.3, (1.0, 1.0), [True, True], 0.2),
        ("undesirable-only", 0.3, (1.0, 1.0), [False, False], 0.2)]
    return [kto_case(n, b, w, [kto_example(rng, label, drift) for label in labels])
            for n, b, w, labels, drift in settings]


# ---- GRPO ----


def grpo_advantages(rewards, group_size, scale_rewards):
    scope = {"self": types.SimpleNamespace(num_generations=group_size, scale_rewards=scale_rewards),
             "rewards": torch.tensor(rewards, dtype=torch.float64), "torch": torch}
    code = cut(GRPOTrainer._generate_and_score_completions, "mean_grouped_rewards = rewards.view", "advantages = advantages / ")
    exec(code, scope)
    return scope["advantages"]


def grpo_case(name, loss_type, scale_rewards, beta, epsilon, group_size, max_length, answers):
    tokens, mask = padded([a["log_probs"] for a in answers], True)
    advantages = grpo_advantages([a["reward"] for a in answers], group_size, scale_rewards)
    stub = types.SimpleNamespace(
        accelerator=ACCELERATOR, beta=beta, epsilon_low=epsilon[0], epsilon_high=epsilon[1], loss_type=loss_type,
        max_completion_length=max_length, importance_sampling_level="token", top_entropy_quantile=1.0, use_vllm=False,
        args=types.SimpleNamespace(delta=None), current_gradient_accumulation_steps=1,
        model=types.SimpleNamespace(training=True),
        _metrics=collections.defaultdict(lambda: collections.defaultdict(list)),
        _get_per_token_logps_and_entropies=lambda *args, **kwargs: (tokens, torch.zeros_like(tokens)))
    ids = torch.zeros(mask.shape, dtype=torch.long)
    loss = GRPOTrainer._compute_loss(stub, None, {
        "prompt_ids": ids[:, :1], "prompt_mask": mask[:, :1], "completion_ids": ids, "completion_mask": mask,
        "advantages": advantages, "num_items_in_batch": mask.sum(),
        "old_per_token_logps": padded([a["old_log_probs"] for a in answers])[0],
        "ref_per_token_logps": padded([a["reference_log_probs"] for a in answers])[0]})
    loss.backward()
    metrics = stub._metrics["train"]
    return {"name": name, "loss_type": loss_type, "scale_rewards": scale_rewards, "beta": beta,
            "epsilon_low": epsilon[0], "epsilon_high": epsilon[1], "group_size": group_size, "max_length": max_length,
            "answers": answers, "loss": loss.item(), "advantages": advantages.tolist(),
            "gradients": rows_of(tokens.grad, [len(a["log_probs"]) for a in answers]),
            "clip_fraction": metrics["clip_ratio/region_mean"][0],
            **({"kl": metrics["kl"][0]} if beta else {})}


def grpo_answers(rng, rewards, spread):
    answers = []
    for reward in rewards:
        old = log_probs(rng, rng.randint(1, 6))
        answers.append({"reward": reward, "log_probs": log_probs(rng, len(old), old, spread) if spread else old,
                        "old_log_probs": old, "reference_log_probs": log_probs(rng, len(old), old, 0.5)})
    return answers


def grpo():
    rng = random.Random(3)
    binary = [1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0]
    graded = [0.5, -1.25, 2.0, 0.75, 0.0, 3.5]
    usual, higher = (0.2, 0.2), (0.2, 0.28)
    settings = [
        ("grpo", "grpo", "group", 0.0, usual, 4, 8, binary, 0.3),
        ("grpo-kl", "grpo", "group", 0.04, usual, 3, 8, graded, 0.3),
        ("grpo-on-policy", "grpo", "group", 0.04, usual, 4, 8, binary, 0.0),
        ("dapo", "dapo", "group", 0.0, higher, 4, 8, binary, 0.3),
        ("dapo-kl", "dapo", "group", 0.04, usual, 3, 8, graded, 0.3),
        ("dr_grpo", "dr_grpo", "none", 0.0, usual, 4, 8, binary, 0.3),
        ("dr_grpo-kl", "dr_grpo", "none", 0.04, higher, 3, 12, graded, 0.3)]
    return [grpo_case(n, t, s, b, e, g, m, grpo_answers(rng, r, spread)) for n, t, s, b, e, g, m, r, spread in settings]


if __name__ == "__main__":
    write("dpo.json", dpo())
    write("kto.json", kto())
    write("grpo.json", grpo())
