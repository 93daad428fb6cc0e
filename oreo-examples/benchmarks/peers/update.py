"""OREO updates at token level on transformers and PyTorch, on the same batch each time.

    python update.py WORKLOAD.json paper|careful-fp32|careful-bf16

paper: the order of work of the method's published code. Float32; the policy runs once without a graph for the value
function's targets and once more with one; log-softmax over the whole vocabulary at every position, prompts included;
rows are padded. careful: what a careful user makes of it. One policy forward, fused AdamW, float32 or bfloat16 autocast.
Rows go through in micro-batches of as many as the workload says. Both compute the exact reverse KL, update policy and value function with AdamW, and clip gradients to norm 1.
"""

import contextlib
import sys
import time

import torch
from common import report, workload
from transformers import AutoModelForCausalLM, AutoModelForTokenClassification

BETA, ALPHA, RATE = 0.03, 0.01, 1e-4


def pad(rows):
    length = max(len(row["prompt"]) + len(row["response"]) for row in rows)
    ids = torch.zeros(len(rows), length, dtype=torch.long)
    attention = torch.zeros(len(rows), length, dtype=torch.long)
    actions = torch.zeros(len(rows), length - 1)
    for i, row in enumerate(rows):
        start, end = len(row["prompt"]), len(row["prompt"]) + len(row["response"])
        ids[i, :end] = torch.tensor(row["prompt"] + row["response"])
        attention[i, :end] = 1
        actions[i, start - 1 : end - 1] = 1
    return ids, attention, actions, torch.tensor([float(row["reward"]) for row in rows])


def mean(x, actions):
    return ((x * actions).sum(1) / actions.sum(1)).mean()


def suffix_sums(x):
    return x.flip(1).cumsum(1).flip(1)


def adamw(weights, fused):
    return torch.optim.AdamW(weights, lr=RATE, betas=(0.9, 0.95), eps=1e-8, weight_decay=0.0, fused=fused)


class Loop:
    def __init__(self, model, careful, autocast):
        load = dict(torch_dtype=torch.float32, attn_implementation="sdpa")
        self.policy = AutoModelForCausalLM.from_pretrained(model, **load)
        self.reference = AutoModelForCausalLM.from_pretrained(model, **load).requires_grad_(False)
        self.value = AutoModelForTokenClassification.from_pretrained(model, num_labels=1, **load)
        torch.nn.init.zeros_(self.value.score.weight), torch.nn.init.zeros_(self.value.score.bias)
        self.value.dropout.p = 0.0
        self.autocast = autocast
        self.trained = [list(m.parameters()) for m in (self.policy, self.value)]
        self.optimizers = [adamw(weights, careful) for weights in self.trained]

    def context(self):
        return torch.autocast("cpu", dtype=torch.bfloat16) if self.autocast else contextlib.nullcontext()

    def logps(self, model, ids, attention):
        with self.context():
            logits = model(ids, attention_mask=attention).logits[:, :-1]
        return logits.float().log_softmax(-1)

    def references(self, ids, attention):
        return self.logps(self.reference, ids, attention)

    def values(self, ids, attention):
        with self.context():
            return self.value(ids, attention_mask=attention).logits[:, :-1, 0].float()

    def step(self):
        for weights, optimizer in zip(self.trained, self.optimizers):
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimizer.step()
            optimizer.zero_grad()

    def losses(self, logps, refs, taken, actions):
        ratio = (logps.gather(-1, taken) - refs.gather(-1, taken))[..., 0] * actions
        return ratio, suffix_sums(ratio).detach(), (logps.exp() * (logps - refs)).sum(-1)

    def paper(self, share, ids, attention, actions, reward):
        taken, reward = ids[:, 1:, None], reward[:, None]
        with torch.no_grad():
            logps = self.logps(self.policy, ids, attention)
            refs = self.references(ids, attention)
            ratio = (logps.gather(-1, taken) - refs.gather(-1, taken))[..., 0] * actions
        values = self.values(ids, attention)
        critic = share * mean((values + BETA * suffix_sums(ratio) - reward) ** 2, actions)
        critic.backward()
        del logps
        ratio, suffix, kl = self.losses(self.logps(self.policy, ids, attention), refs, taken, actions)
        actor = mean((values.detach() - reward + BETA * (suffix + ratio - ratio.detach())) ** 2, actions)
        actor = share * (actor + ALPHA * mean(kl, actions))
        actor.backward()
        return critic.item(), actor.item()

    def careful(self, share, ids, attention, actions, reward):
        taken, reward = ids[:, 1:, None], reward[:, None]
        with torch.no_grad():
            refs = self.references(ids, attention)
        ratio, suffix, kl = self.losses(self.logps(self.policy, ids, attention), refs, taken, actions)
        values = self.values(ids, attention)
        critic = share * mean((values + BETA * suffix - reward) ** 2, actions)
        actor = mean((values.detach() - reward + BETA * (suffix + ratio - ratio.detach())) ** 2, actions)
        actor = share * (actor + ALPHA * mean(kl, actions))
        critic.backward()
        actor.backward()
        return critic.item(), actor.item()


def measure(loop, method, work):
    rows = work["rows"]
    size = work["peer_rows"]
    parts = [rows[i : i + size] for i in range(0, len(rows), size)]
    batches = [(len(part) / len(rows), *pad(part)) for part in parts]
    seconds, losses = [], None
    for update in range(work["warmup"] + work["count"]):
        start = time.perf_counter()
        losses = torch.tensor([getattr(loop, method)(*batch) for batch in batches]).sum(0).tolist()
        loop.step()
        seconds.append(time.perf_counter() - start)
    tokens = sum(len(row["prompt"]) + len(row["response"]) for row in rows)
    note = f"update {len(seconds)}: value loss {losses[0]:.5f}, policy loss {losses[1]:.5f}"
    report(tokens, seconds[work["warmup"] :], note)


def main():
    work, path = workload(), sys.argv[2]
    method, _, dtype = path.partition("-")
    measure(Loop(work["model"], method == "careful", dtype == "bf16"), method, work)


if __name__ == "__main__":
    main()
