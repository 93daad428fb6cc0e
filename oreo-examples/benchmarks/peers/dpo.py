"""DPO updates by TRL's DPOTrainer, on the same batch each time.

    python dpo.py WORKLOAD.json fp32|bf16

Rows come in pairs, the rejected answer first. bf16 is the trainer's own option, which is autocast.
"""

import contextlib
import io
import sys
import tempfile
import time

import torch
from common import report, workload
from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from trl import DPOConfig, DPOTrainer

RATE = 1e-4


class Pairs(DPOTrainer):
    """Takes token ids as they are."""

    def _prepare_dataset(self, dataset, *unused):
        return dataset


class Times(TrainerCallback):
    def __init__(self):
        self.seconds = []

    def on_step_begin(self, *unused, **unused_too):
        self.start = time.perf_counter()

    def on_step_end(self, *unused, **unused_too):
        self.seconds.append(time.perf_counter() - self.start)


def train(work, bf16, folder, times):
    rows = work["rows"]
    pairs = [
        dict(
            prompt_input_ids=chosen["prompt"],
            chosen_input_ids=chosen["response"],
            rejected_input_ids=rejected["response"],
        )
        for rejected, chosen in zip(rows[::2], rows[1::2])
    ]
    size = work["peer_rows"] // 2
    load = dict(torch_dtype=torch.float32, attn_implementation="sdpa")
    config = DPOConfig(
        output_dir=folder,
        max_steps=work["warmup"] + work["count"],
        per_device_train_batch_size=size,
        gradient_accumulation_steps=len(pairs) // size,
        learning_rate=RATE,
        lr_scheduler_type="constant",
        optim="adamw_torch_fused",
        adam_beta2=0.95,
        weight_decay=0.0,
        max_grad_norm=1.0,
        gradient_checkpointing=False,
        bf16=bf16,
        use_cpu=True,
        beta=0.1,
        max_length=None,
        max_prompt_length=None,
        logging_steps=1,
        save_strategy="no",
        report_to="none",
        disable_tqdm=True,
    )
    tokenizer = AutoTokenizer.from_pretrained(work["model"])
    tokenizer.pad_token = tokenizer.convert_ids_to_tokens(0)
    trainer = Pairs(
        model=AutoModelForCausalLM.from_pretrained(work["model"], **load),
        ref_model=AutoModelForCausalLM.from_pretrained(work["model"], **load),
        args=config,
        train_dataset=Dataset.from_list(pairs),
        processing_class=tokenizer,
        callbacks=[times],
    )
    with contextlib.redirect_stdout(io.StringIO()):  # one line a step
        trainer.train()
    return [line["loss"] for line in trainer.state.log_history if "loss" in line]


def main():
    work, times = workload(), Times()
    with tempfile.TemporaryDirectory() as folder:
        losses = train(work, sys.argv[2] == "bf16", folder, times)
    tokens = sum(len(row["prompt"]) + len(row["response"]) for row in work["rows"])
    report(tokens, times.seconds[work["warmup"] :], f"update {len(losses)}: policy loss {losses[-1]:.5f}")


main()
