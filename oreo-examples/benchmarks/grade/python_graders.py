"""How many pairs of answers Python's graders judge in a second on one core.

    python_graders.py pairs --oracle grader_oracle.jsonl --output pairs.jsonl
    taskset -c 1 python_graders.py math-verify --pairs pairs.jsonl      # needs math-verify
    taskset -c 1 python_graders.py sympy --pairs pairs.jsonl            # needs sympy==1.12 antlr4-python3-runtime==4.11.*

`pairs` writes the rows {"prediction", "reference"} that `oreo grade` and `oreo benchmark-verifiers --throughput` read.

`math-verify` parses and verifies every pair as a user does: parse(reference) and parse(prediction), each in dollars as the
library wants plain LaTeX to be, then verify(reference, prediction). Time-outs by signal are switched off, which is the
faster way.

`sympy` is what the DeepSeek-Math rule spends nearly all its time on: for the pairs that are neither the same text nor two
numbers, parse_latex of both and simplify of their difference. Its normal form and its other rules are not run, so this is
more pairs per second than the whole grader has. The grader runs each such comparison in a process of its own with a limit
of one second; here a signal after one second of processor time takes the place of that process, which is faster again.

Every row is read before the clock starts and nothing is written. Sympy remembers results, so a second pass over the same
pairs is faster than new pairs would be; the first pass is what new pairs cost, with the loading of modules in it.
"""
import argparse
import collections
import json
import signal
import time


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [(row["prediction"], row["reference"]) for row in map(json.loads, lines)]


def write_pairs(oracle, output):
    with open(oracle, encoding="utf-8") as lines, open(output, "w", encoding="utf-8") as out:
        for row in map(json.loads, lines):
            out.write(json.dumps({"prediction": row["pred"], "reference": row["gold"]}) + "\n")


def math_verify():
    from math_verify import parse, verify

    def judge(prediction, reference):
        gold = parse("$" + reference + "$", parsing_timeout=None)
        answer = parse("$" + prediction + "$", parsing_timeout=None)
        return verify(gold, answer, timeout_seconds=None)

    return judge


def is_number(text):
    try:
        float(text.replace(",", "").rstrip("%").rstrip("\\"))
        return True
    except ValueError:
        return False


class TooLong(Exception):
    pass


def sympy_alone():
    from sympy import simplify
    from sympy.parsing.latex import parse_latex

    def stop(signum, frame):
        raise TooLong()

    signal.signal(signal.SIGVTALRM, stop)

    def judge(prediction, reference):
        if prediction == reference:
            return True
        if is_number(prediction) and is_number(reference):
            return float(prediction.replace(",", "").rstrip("%").rstrip("\\")) == float(
                reference.replace(",", "").rstrip("%").rstrip("\\"))
        signal.setitimer(signal.ITIMER_VIRTUAL, 1)
        try:
            return simplify(parse_latex(prediction) - parse_latex(reference)) == 0
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    return judge


def one_pass(judge, pairs):
    verdicts = collections.Counter()
    for prediction, reference in pairs:
        try:
            verdicts["correct" if judge(prediction, reference) else "wrong"] += 1
        except Exception:  # what a grader cannot read is wrong for it
            verdicts["error"] += 1
    return verdicts


def measure(judge, pairs, passes):
    for number in range(passes):
        wall, processor = time.perf_counter(), time.process_time()
        verdicts = one_pass(judge, pairs)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        print("pass %d: %d pairs, %.1f per second, %.1f per second of processor time, %s" % (
            number + 1, len(pairs), len(pairs) / wall, len(pairs) / processor, dict(verdicts)), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["pairs", "math-verify", "sympy"])
    parser.add_argument("--oracle", help="rows with pred and gold")
    parser.add_argument("--output", help="the pairs to write")
    parser.add_argument("--pairs", help="rows with prediction and reference")
    parser.add_argument("--limit", type=int, help="only so many pairs")
    parser.add_argument("--passes", type=int, default=2)
    options = parser.parse_args()
    if options.what == "pairs":
        write_pairs(options.oracle, options.output)
        return
    judge = math_verify() if options.what == "math-verify" else sympy_alone()
    measure(judge, read(options.pairs)[: options.limit], options.passes)


if __name__ == "__main__":
    main()
