"""OREO updates of LoRA adapters on PEFT: policy and value function are two adapters of one frozen model, the reference is the model.

    python adapters.py WORKLOAD.json float32|bfloat16

The loop is update.py's careful one. Adapters have PEFT's default rank and alpha and are on all linear layers; in bfloat16 the
model is kept in it, adapters in float32, and autocast is on.
"""

import sys

import torch
from common import workload
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM
from update import Loop, adamw, measure


class AdapterLoop(Loop):
    def __init__(self, model, dtype):
        base = AutoModelForCausalLM.from_pretrained(model, torch_dtype=dtype, attn_implementation="sdpa")
        lora = LoraConfig(r=8, lora_alpha=8, target_modules="all-linear", task_type="CAUSAL_LM")
        self.policy = get_peft_model(base, lora, adapter_name="policy")
        self.policy.add_adapter("value", lora)
        self.head = torch.nn.Linear(base.config.hidden_size, 1)
        torch.nn.init.zeros_(self.head.weight), torch.nn.init.zeros_(self.head.bias)
        self.autocast = dtype == torch.bfloat16
        named = list(self.policy.named_parameters())
        policy, value = ([p for name, p in named if f".{adapter}." in name] for adapter in ("policy", "value"))
        self.trained = [policy, value + list(self.head.parameters())]
        self.optimizers = [adamw(weights, True) for weights in self.trained]
        self.use("policy")

    def use(self, adapter):
        """Switches; PEFT then freezes the other adapter, whose graph may still be needed."""
        self.policy.set_adapter(adapter)
        for weights in self.trained:
            for weight in weights:
                weight.requires_grad_(True)

    def references(self, ids, attention):
        with self.policy.disable_adapter():
            return self.logps(self.policy, ids, attention)

    def values(self, ids, attention):
        self.use("value")
        with self.context():
            body = self.policy.base_model.model.model
            values = self.head(body(ids, attention_mask=attention).last_hidden_state.float())
        self.use("policy")
        return values[:, :-1, 0].float()


def main():
    work = workload()
    measure(AdapterLoop(work["model"], getattr(torch, sys.argv[2])), "careful", work)


main()
