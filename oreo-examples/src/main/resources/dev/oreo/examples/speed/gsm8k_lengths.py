"""Makes gsm8k_lengths.csv: how many tokens of Qwen2's tokenizer GSM8K's training questions and answers have.

    python gsm8k_lengths.py gsm8k/train.jsonl qwen2-tokenizer > gsm8k_lengths.csv

Needs tokenizers (0.21.4 was used). A row is prompt,response; the response counts its end token. The first 1,024 rows
that have an answer are written, with the calculator annotations taken out, as language models answer without them.
"""

import json
import re
import sys

from tokenizers import Tokenizer

rows = sys.argv[1]
tokenizer = Tokenizer.from_file(sys.argv[2] + "/tokenizer.json")
print("prompt,response")
with open(rows, encoding="utf-8") as lines:
    for _, line in zip(range(1024), lines):
        row = json.loads(line)
        prompt = tokenizer.encode("Question: " + row["question"] + "\nAnswer:").ids
        response = tokenizer.encode(" " + re.sub(r"<<.*?>>", "", row["answer"])).ids
        print(f"{len(prompt)},{len(response) + 1}")
