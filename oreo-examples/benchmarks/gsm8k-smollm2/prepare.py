"""Makes 256 training rows from real model answers to GSM8K questions, with their correctness as reward.

    python3 prepare.py gsm8k_openai_example_solutions.jsonl OUTPUT.jsonl [ROWS]

Each question's four answers become four rows; prompts are in SmolLM2's chat format. Needs no packages.
"""
import json
import sys

SYSTEM = "You are a helpful AI assistant named SmolLM, trained by Hugging Face"


def main(source, output, count=256):
    rows = []
    with open(source, encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            prompt = (
                f"<|im_start|>system\n{SYSTEM}<|im_end|>\n<|im_start|>user\n{item['question']}<|im_end|>\n"
                "<|im_start|>assistant\n"
            )
            for answer in item.values():
                if isinstance(answer, dict) and "is_correct" in answer:
                    rows.append(
                        {
                            "prompt": prompt,
                            "response": answer["solution"].replace("\nA: ", "\n#### "),
                            "reward": int(answer["is_correct"]),
                        }
                    )
            if len(rows) >= count:
                break
    with open(output, "w", encoding="utf-8") as out:
        for row in rows[:count]:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(f"{len(rows[:count])} rows, {sum(r['reward'] for r in rows[:count])} with reward 1")


main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
