"""Value-guided beam search as a loop over transformers' generate, and the value model over whole candidates.

    python search.py WORKLOAD.json float32|bfloat16

One problem after the other; of a problem all beams and their continuations are one batch.
"""

import sys

import torch
from common import repeat, report, workload
from transformers import AutoModelForCausalLM, AutoModelForTokenClassification


def search(work, prompt, policy, value):
    beam, beams = work["beam"], torch.tensor([prompt])
    for _ in range(work["steps"]):
        out = policy.generate(
            input_ids=beams,
            attention_mask=torch.ones_like(beams),
            max_new_tokens=work["step_tokens"],
            do_sample=True,
            temperature=1.0,
            top_k=0,
            num_return_sequences=beam,
            pad_token_id=0,
        )
        values = value(out).logits[:, -1, 0]
        beams = out[values.float().topk(min(beam, len(out))).indices]
    return beams[0]


def measure(work, dtype):
    load = dict(torch_dtype=dtype, attn_implementation="sdpa")
    policy = AutoModelForCausalLM.from_pretrained(work["model"], **load)
    value = AutoModelForTokenClassification.from_pretrained(work["value"], **load).eval()
    with torch.inference_mode():
        return repeat(work, lambda: [search(work, prompt, policy, value) for prompt in work["prompts"]])


def main():
    work = workload()
    seconds = measure(work, getattr(torch, sys.argv[2]))
    beam, tokens = work["beam"], work["step_tokens"] * len(work["prompts"])
    drawn = tokens * beam * (1 + (work["steps"] - 1) * beam)
    report(drawn, seconds, "one problem at a time")


main()
