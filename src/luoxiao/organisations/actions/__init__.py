"""Every change of who may do what: accounts, passwords, roles."""

from luoxiao.organisations.actions.accounts import (
    AlreadySo,
    NameTaken,
    NotAName,
    OwnAccount,
    SamePassword,
    WeakPassword,
    WrongPassword,
    change_password,
    create_account,
    reopen_account,
    reset_password,
    stop_account,
)
from luoxiao.organisations.actions.grants import (
    AlreadyHeld,
    NotWaiting,
    OwnGrant,
    TwoKeys,
    confirm_grant,
    grant_role,
    revoke_role,
)

__all__ = [
    "AlreadyHeld",
    "AlreadySo",
    "NameTaken",
    "NotAName",
    "NotWaiting",
    "OwnAccount",
    "OwnGrant",
    "SamePassword",
    "TwoKeys",
    "WeakPassword",
    "WrongPassword",
    "change_password",
    "confirm_grant",
    "create_account",
    "grant_role",
    "reopen_account",
    "reset_password",
    "revoke_role",
    "stop_account",
]
