"""Every change of the money: plans of a year, splits, vouchers, projects, exceptions, forecasts, terms of help."""

__all__: list[str] = []
