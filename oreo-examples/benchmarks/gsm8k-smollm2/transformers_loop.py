"""The same OREO updates as `train --objective oreo`, as a plain loop on transformers and PyTorch.

    python transformers_loop.py MODEL_DIR DATA.jsonl [--micro-batch 4] [--batch 32] [--rows 256] [--updates N]

Token level, beta 0.03, exact reverse KL with alpha 0.01, AdamW (0.9, 0.95), clip 1, learning rates 5e-6, 3%
warm-up and cosine. Float32 weights, bfloat16 autocast, right padding, one policy forward: what a careful
Python user writes. Prints losses per update, tokens (unpadded) per second and the peak resident memory.
Needs torch and transformers.
"""
import argparse
import json
import math
import resource
import time

import torch
from transformers import AutoModelForCausalLM, AutoModelForTokenClassification, AutoTokenizer


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("data")
    parser.add_argument("--micro-batch", type=int, default=4)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rows", type=int, default=256)
    parser.add_argument("--updates", type=int, default=10**9)
    parser.add_argument("--float32", action="store_true", help="no autocast")
    return parser.parse_args()


def read(path, tokenizer, count):
    rows = []
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        prompt = tokenizer(row["prompt"])["input_ids"]
        response = tokenizer(row["response"], add_special_tokens=False)["input_ids"] + [tokenizer.eos_token_id]
        rows.append((prompt, response, float(row["reward"])))
    return rows[:count]


def pad(rows):
    length = max(len(p) + len(r) for p, r, _ in rows)
    ids = torch.zeros(len(rows), length, dtype=torch.long)
    attention = torch.zeros(len(rows), length, dtype=torch.long)
    actions = torch.zeros(len(rows), length - 1)
    for i, (p, r, _) in enumerate(rows):
        n = len(p) + len(r)
        ids[i, :n] = torch.tensor(p + r)
        attention[i, :n] = 1
        actions[i, len(p) - 1 : n - 1] = 1
    return ids, attention, actions, torch.tensor([row[2] for row in rows])


def main():
    args = arguments()
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    load = dict(torch_dtype=torch.float32, attn_implementation="sdpa")
    policy = AutoModelForCausalLM.from_pretrained(args.model, **load)
    reference = AutoModelForCausalLM.from_pretrained(args.model, **load).requires_grad_(False)
    value = AutoModelForTokenClassification.from_pretrained(args.model, num_labels=1, **load)
    torch.nn.init.zeros_(value.score.weight), torch.nn.init.zeros_(value.score.bias)
    for dropout in (m for m in value.modules() if isinstance(m, torch.nn.Dropout)):
        dropout.p = 0.0
    optimizers = [torch.optim.AdamW(m.parameters(), lr=5e-6, betas=(0.9, 0.95), weight_decay=0.0) for m in (policy, value)]
    rows = read(args.data, tokenizer, args.rows)
    total = math.ceil(len(rows) / args.batch)
    warmup = math.ceil(0.03 * total)
    factor = lambda u: u / warmup if u < warmup else 0.5 * (1 + math.cos(math.pi * (u - warmup) / max(1, total - warmup)))
    order = torch.randperm(len(rows), generator=torch.Generator().manual_seed(0)).tolist()
    beta, alpha, seen, start = 0.03, 0.01, 0, time.time()
    autocast = torch.autocast("cpu", dtype=torch.bfloat16, enabled=not args.float32)
    for update in range(min(total, args.updates)):
        batch = [rows[i] for i in order[update * args.batch : (update + 1) * args.batch]]
        policy_loss = value_loss = 0.0
        for first in range(0, len(batch), args.micro_batch):
            part = batch[first : first + args.micro_batch]
            ids, attention, actions, reward = pad(part)
            with autocast:
                with torch.no_grad():
                    ref = reference(ids, attention_mask=attention).logits[:, :-1]
                logits = policy(ids, attention_mask=attention).logits[:, :-1]
                values = value(ids, attention_mask=attention).logits[:, :-1, 0]
            logps, refs, values = logits.float().log_softmax(-1), ref.float().log_softmax(-1), values.float()
            taken = ids[:, 1:, None]
            ratio = (logps.gather(-1, taken) - refs.gather(-1, taken))[..., 0] * actions
            suffix = ratio.flip(1).cumsum(1).flip(1)
            counts = actions.sum(1)
            mean = lambda x: ((x * actions).sum(1) / counts).sum() / len(batch)
            kl = (logps.exp() * (logps - refs)).sum(-1)
            critic = mean((values + beta * suffix.detach() - reward[:, None]) ** 2)
            actor = mean((values.detach() - reward[:, None] + beta * (suffix.detach() + ratio - ratio.detach())) ** 2)
            actor = actor + alpha * mean(kl)
            critic.backward()
            actor.backward()
            policy_loss, value_loss = policy_loss + actor.item(), value_loss + critic.item()
            seen += int(attention.sum())
        for model, optimizer in zip((policy, value), optimizers):
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            for group in optimizer.param_groups:
                group["lr"] = 5e-6 * factor(update + 1)
            optimizer.step()
            optimizer.zero_grad(set_to_none=False)
        rate = seen / (time.time() - start)
        print(f"update {update + 1}/{total} policy {policy_loss:.6f} value {value_loss:.6f} {rate:.1f} tokens/s", flush=True)
    print(f"peak resident memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")


main()
