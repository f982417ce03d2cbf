"""Attribute agreement: appraisers with themselves, with the standard and with each other."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from nscl.measures.errors import Duplicate, OutOfRange, TooFew, Unbalanced
from nscl.measures.inputs import choice, number
from nscl.measures.method import measure
from nscl.measures.msa.kappa import Kappa, agreement_weights, cohen, fleiss, tested
from nscl.measures.msa.labels import codes, label, label_list, sequence
from nscl.measures.result import Array, Assumption, Caution, Result, Step


@dataclass(frozen=True)
class Matched:
    """How many parts agree, with the exact interval, and kappa beside it."""

    appraiser: str | None
    inspected: int
    matched: int
    percent: float
    percent_ci: list[float]
    fleiss: Kappa
    by_category: dict[str, Kappa]
    cohen: float | None = None
    miss_rate_pct: float | None = None
    false_alarm_pct: float | None = None


@dataclass(frozen=True)
class Together:
    """Cohen's kappa of two appraisers over all their trials."""

    first: str
    second: str
    kappa: float | None
    percent: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Agreement(Result):
    """Attribute agreement of a study; null where the design does not have it."""

    within: list[Matched] | None
    each_vs_standard: list[Matched] | None
    between: Matched | None
    all_vs_standard: Matched | None
    pairs: list[Together]
    appraisers: list[str]
    categories: list[str]
    parts: int
    trials: int


@dataclass(frozen=True)
class Study:
    """Labels as category numbers: by part, appraiser and trial, and the standard of each part."""

    marks: Any
    standard: Any
    index: dict[str, int]
    names: list[str]
    level: float
    one_sided_at_ends: bool

    @property
    def size(self) -> int:
        return len(self.index)


@measure("msa.agreement", "Mức đồng thuận của người đánh giá định tính")
def agreement(
    ratings: Any,
    standard: Any = None,
    appraisers: Any = None,
    categories: Any = None,
    defective: Any = None,
    confidence: float = 0.95,
    extreme_interval: str = "two_sided",
) -> Agreement:
    """How far appraisers who sort parts into categories agree: with themselves, each other, the standard.

    Promises the share of parts on which all trials agree with its exact interval, Fleiss's kappa over all
    and by category, Cohen's kappa of each pair and against the standard, and miss and false-alarm rates
    when the defective label is named. Refuses a study with holes. Kappa is null where all ratings are one.

    Formula:
        matched = parts on which every label compared is the same;  percent = 100 matched/inspected
        interval: Clopper-Pearson, β(α/2; m, n−m+1) … β(1−α/2; m+1, n−m)
        within: Fleiss over the trials of one;  between: Fleiss over all labels of all
        against the standard: mean over trials of Fleiss of (label, standard), se = √Σ se²/k
        miss rate = defective parts called otherwise / chances;  false alarm = good parts called defective

    Input:
        ratings (labels): ratings[part][appraiser][trial], or [part][appraiser] for one trial
        standard (labels): the true label of each part
        appraisers (names): default 1, 2, …
        categories (labels): all categories in order; default those that occur
        defective (label): the label that means a defect, for the two rates
        confidence (share): of the intervals; default 0.95
        extreme_interval (word): two_sided, or one_sided where none or all match (as Minitab prints)

    Output:
        within, each_vs_standard (lists by appraiser), between, all_vs_standard: appraiser, inspected,
            matched, percent (%), percent_ci (%), fleiss, by_category (kappa, se, z, p_value upper tail),
            cohen, miss_rate_pct, false_alarm_pct; null where there is one trial, one appraiser, no standard
        pairs: first, second, kappa (Cohen over all trials), percent (%) of trials on which they agree
        appraisers, categories (labels), parts, trials (number)

    Source:
        AIAG, Measurement Systems Analysis, 4th ed. 2010, ch. III C; Fleiss 1971; Cohen 1960; Clopper and
        Pearson 1934; Minitab support, attribute agreement analysis.

    Traps:
        - Percentages count parts, kappas count labels: a part with one slip in three is not matched at all.
        - AIAG's cross tables give Cohen's kappa, Minitab prints Fleiss's first; they differ.
        - At 100 % Minitab gives a one-sided bound: 15 of 15 is 81.9 there, 78.2 two-sided.

    Example:
        >>> found = agreement(ratings=[["ok", "ok"], ["no", "no"], ["ok", "no"]], standard=["ok", "no", "ok"])
        >>> round(found.between.percent, 2), [one.matched for one in found.each_vs_standard]
        (66.67, [3, 2])
    """
    level = number(confidence, "confidence", above=0, below=1)
    ends = choice(extreme_interval, "extreme_interval", ("two_sided", "one_sided"))
    cube = _labels(ratings)
    truth = None if standard is None else label_list(standard, "standard", len(cube))
    names = _names(appraisers, len(cube[0]))
    flat = [name for part in cube for row in part for name in row]
    index = codes(flat + (truth or []), categories)
    marks = np.array([[[index[name] for name in row] for row in part] for part in cube])
    study = Study(
        marks,
        None if truth is None else np.array([index[name] for name in truth]),
        index,
        names,
        level,
        ends == "one_sided",
    )
    bad = None if defective is None else _defect(defective, study)
    people, trials = marks.shape[1], marks.shape[2]
    each = None if truth is None else [_against(study, [one], names[one], bad) for one in range(people)]
    every = None if truth is None else _against(study, list(range(people)), None, bad)
    between = _inside(study, list(range(people)), None) if people > 1 else None
    return Agreement(
        within=[_inside(study, [one], names[one]) for one in range(people)] if trials > 1 else None,
        each_vs_standard=each,
        between=between,
        all_vs_standard=every,
        pairs=[_pair(study, one, other) for one, other in itertools.combinations(range(people), 2)],
        appraisers=names,
        categories=list(index),
        parts=len(cube),
        trials=trials,
        assumptions=(
            Assumption("interval", ends, "Khoảng tin cậy Clopper-Pearson của tỷ lệ mẫu khớp."),
            Assumption("confidence", level, "Độ tin cậy."),
            Assumption("kappa", "Fleiss 1979; Cohen", "Sai số chuẩn khi không có đồng thuận; p một phía."),
        ),
        warnings=_cautions(study),
        trace=tuple(
            Step(word, "100 × số mẫu khớp / số mẫu", found.percent, "%")
            for word, found in (("Giữa những người đánh giá", between), ("Tất cả so với chuẩn", every))
            if found is not None
        ),
    )


def _labels(ratings: Any) -> list[list[list[str]]]:
    """Labels by part, appraiser and trial; a flat row is one trial each."""
    cube = []
    for i, part in enumerate(sequence(ratings, "ratings")):
        row = sequence(part, f"ratings[{i}]")
        nested = [not isinstance(item, str) and hasattr(item, "__len__") for item in row]
        cube.append(
            [
                label_list(item, f"ratings[{i}][{j}]") if deep else [label(item, f"ratings[{i}][{j}]")]
                for j, (item, deep) in enumerate(zip(row, nested, strict=True))
            ]
        )
    if not cube or not cube[0]:
        raise TooFew("ratings", "Cần ít nhất 1 mẫu và 1 người đánh giá.")
    if len(cube[0]) == 1 and len(cube[0][0]) == 1 and len(cube) < 2:
        raise TooFew("ratings", "Một mẫu, một lần đánh giá thì chưa có gì để so. Hãy thêm mẫu.")
    for i, people in enumerate(cube):
        if len(people) != len(cube[0]):
            raise Unbalanced(
                f"ratings[{i}]",
                f"Mẫu {i + 1} có {len(people)} người đánh giá, mẫu 1 có {len(cube[0])}: phải bằng nhau.",
            )
        for j, trials in enumerate(people):
            if len(trials) != len(cube[0][0]):
                raise Unbalanced(
                    f"ratings[{i}][{j}]",
                    f"Mẫu {i + 1}, người {j + 1} có {len(trials)} lần đánh giá, ô đầu có "
                    f"{len(cube[0][0])}: phải bằng nhau.",
                )
    return cube


def _names(appraisers: Any, count: int) -> list[str]:
    if appraisers is None:
        return [str(at + 1) for at in range(count)]
    names = label_list(appraisers, "appraisers", count)
    if len(set(names)) < len(names):
        raise Duplicate("appraisers", "Có hai người đánh giá cùng tên. Hãy đặt tên khác nhau.")
    return names


def _defect(value: Any, study: Study) -> int:
    name = label(value, "defective")
    if name not in study.index:
        raise OutOfRange("defective", f"Nhãn “{name}” không có trong các đánh giá. Hãy kiểm tra chính tả.")
    return study.index[name]


def _inside(study: Study, people: list[int], name: str | None) -> Matched:
    """Agreement of labels among themselves: one appraiser's trials, or all labels of all."""
    labels = study.marks[:, people, :].reshape(len(study.marks), -1)
    same = int(np.sum((labels == labels[:, :1]).all(axis=1)))
    counts = np.stack([(labels == at).sum(axis=1) for at in range(study.size)], axis=1).astype(np.float64)
    overall, each = fleiss(counts)
    return _matched(study, name, same, overall, dict(zip(study.index, each, strict=True)))


def _against(study: Study, people: list[int], name: str | None, bad: int | None) -> Matched:
    """Agreement with the standard, over the trials of the appraisers."""
    labels = study.marks[:, people, :].reshape(len(study.marks), -1)
    truth = study.standard[:, None]
    same = int(np.sum((labels == truth).all(axis=1)))
    found = [_with_standard(labels[:, at], study) for at in range(labels.shape[1])]
    by_category = {word: _mean([each[place] for _, each in found]) for place, word in enumerate(study.index)}
    table = np.zeros((study.size, study.size))
    np.add.at(table, (labels.ravel(), np.broadcast_to(truth, labels.shape).ravel()), 1)
    miss = alarm = None
    if bad is not None:
        is_bad = np.broadcast_to(truth == bad, labels.shape)
        miss = _percent(int(np.sum(is_bad & (labels != bad))), int(is_bad.sum()))
        alarm = _percent(int(np.sum(~is_bad & (labels == bad))), int((~is_bad).sum()))
    beyond_chance = cohen(table, agreement_weights(study.size, "none")).kappa
    overall = _mean([one for one, _ in found])
    return _matched(study, name, same, overall, by_category, beyond_chance, miss, alarm)


def _with_standard(labels: Any, study: Study) -> tuple[Kappa, list[Kappa]]:
    counts = np.zeros((len(labels), study.size))
    rows = np.arange(len(labels))
    np.add.at(counts, (rows, labels), 1)
    np.add.at(counts, (rows, study.standard), 1)
    return fleiss(counts)


def _mean(found: list[Kappa]) -> Kappa:
    """The mean of kappas, with the error of a mean of independent ones."""
    known = [(one.kappa, one.se) for one in found if one.kappa is not None and one.se is not None]
    if len(known) < len(found):
        return Kappa(None, None, None, None)
    count = len(known)
    mean = sum(kappa for kappa, _ in known) / count
    return tested(mean, math.sqrt(sum(se**2 for _, se in known)) / count)


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _matched(
    study: Study,
    name: str | None,
    same: int,
    overall: Kappa,
    by_category: dict[str, Kappa],
    cohen_kappa: float | None = None,
    miss: float | None = None,
    alarm: float | None = None,
) -> Matched:
    n = len(study.marks)
    interval = clopper_pearson(same, n, study.level, study.one_sided_at_ends)
    return Matched(name, n, same, 100 * same / n, interval, overall, by_category, cohen_kappa, miss, alarm)


def clopper_pearson(hits: int, n: int, level: float, one_sided_at_ends: bool) -> list[float]:
    """The exact interval of a share, in percent.

    >>> [round(end, 2) for end in clopper_pearson(8, 15, 0.95, False)]
    [26.59, 78.73]
    """
    tail = 1 - level if one_sided_at_ends and hits in (0, n) else (1 - level) / 2
    low = 0.0 if hits == 0 else float(special.betaincinv(hits, n - hits + 1, tail))
    high = 1.0 if hits == n else float(special.betaincinv(hits + 1, n - hits, 1 - tail))
    return [100 * low, 100 * high]


def _pair(study: Study, one: int, other: int) -> Together:
    """Two appraisers' labels on the same part and trial."""
    a, b = study.marks[:, one, :].ravel(), study.marks[:, other, :].ravel()
    table: Array = np.zeros((study.size, study.size))
    np.add.at(table, (a, b), 1)
    kappa = cohen(table, agreement_weights(study.size, "none")).kappa
    return Together(study.names[one], study.names[other], kappa, 100 * float(np.mean(a == b)))


def _cautions(study: Study) -> tuple[Caution, ...]:
    found = []
    if study.size == 1:
        found.append(
            Caution("kappa_undefined", "Mọi đánh giá rơi vào một loại nên kappa không xác định.", "ratings")
        )
    if len(study.marks) < 30:
        found.append(
            Caution(
                "few_parts", "Dưới 30 mẫu: khoảng tin cậy rất rộng; AIAG khuyên khoảng 50 mẫu.", "ratings"
            )
        )
    return tuple(found)
