"""Every change of the figures: the dictionary, figures put in, second sources, targets, weights."""

from luoxiao.indicators.actions.dictionary import (
    IndicatorDraft,
    adopt_indicator,
    draft_indicator,
    set_composite_weights,
    set_target,
)
from luoxiao.indicators.actions.loading import FaultyFile, FigureFile, LoadReport, load_file, read_file, take_file
from luoxiao.indicators.actions.putting import NewFigure, OriginDraft, Said, contest, put_figures
from luoxiao.indicators.actions.rows import NewRow, RowRefused, put_rows
from luoxiao.indicators.packing import Mark

__all__ = [
    "FaultyFile",
    "FigureFile",
    "IndicatorDraft",
    "LoadReport",
    "Mark",
    "NewFigure",
    "NewRow",
    "OriginDraft",
    "RowRefused",
    "Said",
    "adopt_indicator",
    "contest",
    "draft_indicator",
    "load_file",
    "put_figures",
    "put_rows",
    "read_file",
    "set_composite_weights",
    "set_target",
    "take_file",
]
