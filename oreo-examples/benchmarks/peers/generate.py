"""Sampling with transformers' generate.

    python generate.py WORKLOAD.json float32|bfloat16

All rows go in one batch, left-padded, the samples of a prompt by num_return_sequences.
"""

import sys

import torch
from common import repeat, report, workload
from transformers import AutoModelForCausalLM


def pad(prompts):
    length = max(map(len, prompts))
    ids = torch.tensor([[0] * (length - len(p)) + p for p in prompts])
    attention = torch.tensor([[0] * (length - len(p)) + [1] * len(p) for p in prompts])
    return ids, attention


def ends(config):
    ids = config.eos_token_id
    return [] if ids is None else [ids] if isinstance(ids, int) else ids


def measure(work, dtype):
    model = AutoModelForCausalLM.from_pretrained(work["model"], torch_dtype=dtype, attn_implementation="sdpa")
    ids, attention = pad(work["prompts"])
    settings = dict(
        max_new_tokens=work["max_new_tokens"],
        do_sample=True,
        temperature=1.0,
        top_k=0,
        top_p=1.0,
        num_return_sequences=work["samples"],
        pad_token_id=0,
    )
    out = []
    with torch.inference_mode():
        seconds = repeat(
            work, lambda: out.append(model.generate(input_ids=ids, attention_mask=attention, **settings))
        )
    new = out[-1][:, ids.size(1) :]
    done, tokens = torch.zeros(new.size(0), dtype=torch.bool), 0
    for column in new.T:
        tokens += int((~done).sum())
        done |= torch.isin(column, torch.tensor(ends(model.generation_config), dtype=torch.long))
    return tokens, seconds, tokens / new.size(0)


def main():
    tokens, seconds, mean = measure(workload(), getattr(torch, sys.argv[2]))
    report(tokens, seconds, f"{mean:.0f} tokens a row")


main()
