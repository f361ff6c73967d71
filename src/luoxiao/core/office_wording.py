"""The words for files from outside: why one was not read, and what was remarked in one that was."""

import math
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoxiao.core.office.extracted import Note, Remark
from luoxiao.core.office.kinds import Kind
from luoxiao.core.office.refused import Code, Refused

KINDS: Mapping[str, str | Promise] = {
    Kind.TXT: _("纯文本（.txt）"),
    Kind.DOCX: _("Word 文档（.docx）"),
    Kind.PDF: _("PDF 文件（.pdf）"),
    Kind.DOC: _("旧版 Word 或 WPS 文档（.doc、.wps）"),
    Kind.XLSX: _("Excel 工作簿（.xlsx）"),
    Kind.CSV: _("逗号分隔的表（.csv）"),
    Kind.ENCRYPTED: _("加密的 Office 文件"),
    Kind.XLS: _("旧版 Excel 工作簿（.xls）"),
    Kind.PPT: _("旧版演示文稿（.ppt）"),
    Kind.PPTX: _("演示文稿（.pptx）"),
    Kind.OLE: _("不完整或不认识的旧版 Office 文件"),
    Kind.OFD: _("OFD 版式文件（.ofd）"),
    Kind.ODF: _("OpenDocument 文档（.odt）"),
    Kind.ZIP: _("压缩包（.zip）"),
    Kind.RAR: _("压缩包（.rar、.7z）"),
    Kind.RTF: _("RTF 文档（.rtf）"),
    Kind.HTML: _("网页（.html）"),
    Kind.XML: _("XML 文件（.xml）"),
    Kind.MAIL: _("网页存档（.mht）"),
    Kind.PICTURE: _("图片"),
    Kind.UNKNOWN: _("认不出的内容"),
}

REFUSALS: Mapping[Code, str | Promise] = {
    Code.EMPTY: _("文件是空的，0 字节。核对后重新选择文件。"),
    Code.TOO_LARGE: _("文件有 %(size)s MB，超过上限 %(limit)s MB。删去图片或只留正文，另存后再试。"),
    Code.UNKNOWN_EXTENSION: _("文件名的后缀是“%(extension)s”，这里只收%(wanted)s。另存为其中一种后再试。"),
    Code.RENAMED: _("文件名的后缀是“%(extension)s”，内容却是%(found)s。用 Word 或 WPS 打开，另存为 .docx 后再试。"),
    Code.UNWANTED: _("这是%(found)s，这里只收%(wanted)s。换成其中一种后再试。"),
    Code.ENCRYPTED: _("文件设了密码或已加密，无法读取。去掉密码，另存后再试。"),
    Code.MACROS: _("文件带有宏“%(part)s”，不予读取。另存为不带宏的 .docx 后再试。"),
    Code.NO_LIBREOFFICE: _("本机没有安装 LibreOffice，不能读取%(found)s。用 Word 或 WPS 另存为 .docx 后再试。"),
    Code.CONVERSION_FAILED: _("LibreOffice 打不开这份%(found)s，文件可能已损坏。用 Word 或 WPS 另存为 .docx 后再试。"),
    Code.BROKEN_CONTAINER: _("文件不完整：开头或结尾与 .docx 的结构不符。重新下载或重新另存后再试。"),
    Code.TOO_MANY_PARTS: _("文件内有 %(count)s 个部件，超过上限 %(limit)s 个。删去多余的图片，另存后再试。"),
    Code.DUPLICATE_PART: _("文件内有两个同名部件“%(part)s”，无法断定以哪一个为准。用 Word 或 WPS 重新另存后再试。"),
    Code.UNSAFE_NAME: _("文件内的部件名“%(part)s”不合规定。用 Word 或 WPS 重新另存后再试。"),
    Code.UNKNOWN_COMPRESSION: _(
        "部件“%(part)s”用了第 %(method)s 号压缩方法，不能解开。用 Word 或 WPS 重新另存后再试。"
    ),
    Code.PART_DAMAGED: _("部件“%(part)s”的内容与文件内登记的长度或校验码不符，文件已损坏。重新下载或重新另存后再试。"),
    Code.PART_TOO_LARGE: _("部件“%(part)s”解开后超过 %(limit)s MB。删去过大的图片或表格，另存后再试。"),
    Code.PARTS_TOO_LARGE: _("文件解开后超过 %(limit)s MB。删去过大的图片，另存后再试。"),
    Code.INFLATES_TOO_MUCH: _(
        "部件“%(part)s”解开后膨胀到 %(limit)s 倍以上，疑为压缩炸弹。核对来源，用 Word 或 WPS 重新另存后再试。"
    ),
    Code.OLE_OBJECT: _("文件内嵌有对象“%(part)s”，不予读取。把嵌入的对象删去或转为图片，另存后再试。"),
    Code.EXTERNAL_LINK: _("部件“%(part)s”引用了文件以外的内容“%(target)s”。断开链接，另存后再试。"),
    Code.NO_DOCUMENT: _("文件内没有 Word 正文。用 Word 或 WPS 重新另存为 .docx 后再试。"),
    Code.SHEET_TOO_LARGE: _(
        "工作表“%(sheet)s”用到第 %(rows)s 行、第 %(columns)s 列，超过 %(limit)s 格。删去空白处的内容或分成几份后再试。"
    ),
    Code.LIVE_DATA: _("单元格 %(cell)s 的公式会调用其他程序（DDE），不予读取。改为数值，另存后再试。"),
    Code.WORKBOOK_BROKEN: _("工作簿内的工作表登记不全，无法读取。用 Excel 或 WPS 打开，另存为 .xlsx 后再试。"),
    Code.CSV_BROKEN: _("第 %(line)s 行的引号不成对或一格过长，无法分列。核对该行，另存为 UTF-8 的 .csv 后再试。"),
    Code.XML_BROKEN: _("部件“%(part)s”的内容有误，无法读取。用 Word 或 WPS 打开修复，另存后再试。"),
    Code.XML_DTD: _(
        "部件“%(part)s”带有文档类型定义（DTD），Word 和 WPS 都不会这样写，不予读取。核对来源，重新另存后再试。"
    ),
    Code.XML_TOO_DEEP: _("部件“%(part)s”的嵌套超过 %(limit)s 层。拆开层层嵌套的表格或文本框，另存后再试。"),
    Code.XML_LONG_ATTRIBUTE: _("部件“%(part)s”中有一项属性超过 %(limit)s 个字符。删去其中的图形，另存后再试。"),
    Code.XML_TOO_MANY_NODES: _(
        "读到部件“%(part)s”时，文件的排版标记已超过 %(limit)s 个。清除格式或分成几份，另存后再试。"
    ),
    Code.XML_TOO_MANY_NAMES: _(
        "部件“%(part)s”用了 %(limit)s 种以上的标记，Word 和 WPS 都不会这样写。核对来源，重新另存后再试。"
    ),
    Code.PDF_BROKEN: _("PDF 已损坏或不完整，无法读取。重新下载或重新导出后再试。"),
    Code.PDF_TOO_MANY_PAGES: _("PDF 有 %(count)s 页，超过上限 %(limit)s 页。只导出方案正文后再试。"),
    Code.PDF_WITHOUT_TEXT: _("PDF 共 %(pages)s 页，没有文字层，是扫描件。改用电子原件，或先做文字识别并校对。"),
    Code.UNKNOWN_ENCODING: _("文本的编码认不出，按 %(encoding)s 读到第 %(line)s 行为止。用记事本另存为 UTF-8 后再试。"),
    Code.NUL: _("第 %(line)s 行有空字符（U+0000），不是正常的文本。用记事本另存为 UTF-8 后再试。"),
    Code.DIRECTION_MARK: _(
        "第 %(line)s 行有改变文字方向的控制符（%(mark)s），看到的与实际的顺序可能不同。删去后再试。"
    ),
    Code.TOO_LONG: _("文字超过 %(limit)s 个字符，不像一份方案。只留方案正文，或分成几份后再试。"),
    Code.NO_TEXT: _("文件里没有读到文字，0 个字符。如是图片，改用电子原件，或先做文字识别并校对。"),
    Code.TOO_SLOW: _("读取超过时限，已停止，没有保存。用 Word 或 WPS 另存为 .docx 后再试。"),
    Code.TOO_MUCH_MEMORY: _("读取所需内存超过上限，已停止，没有保存。删去图片或分成几份后再试。"),
    Code.READER_FAILED: _("文件内容使读取程序中断，没有保存。用 Word 或 WPS 重新另存后再试。"),
}

# The same of a table, where the sentence about a text would send people to Word.
OF_TABLES: Mapping[Code, str | Promise] = {
    Code.TOO_LARGE: _("文件有 %(size)s MB，超过上限 %(limit)s MB。删去图片和空白行，另存后再试。"),
    Code.RENAMED: _("文件名的后缀是“%(extension)s”，内容却是%(found)s。用 Excel 或 WPS 打开，另存为 .xlsx 后再试。"),
    Code.MACROS: _("文件带有宏“%(part)s”，不予读取。另存为不带宏的 .xlsx 后再试。"),
    Code.BROKEN_CONTAINER: _("文件不完整：开头或结尾与 .xlsx 的结构不符。重新下载或重新另存后再试。"),
    Code.DUPLICATE_PART: _("文件内有两个同名部件“%(part)s”，无法断定以哪一个为准。用 Excel 或 WPS 重新另存后再试。"),
    Code.UNSAFE_NAME: _("文件内的部件名“%(part)s”不合规定。用 Excel 或 WPS 重新另存后再试。"),
    Code.UNKNOWN_COMPRESSION: _(
        "部件“%(part)s”用了第 %(method)s 号压缩方法，不能解开。用 Excel 或 WPS 重新另存后再试。"
    ),
    Code.INFLATES_TOO_MUCH: _(
        "部件“%(part)s”解开后膨胀到 %(limit)s 倍以上，疑为压缩炸弹。核对来源，用 Excel 或 WPS 重新另存后再试。"
    ),
    Code.NO_DOCUMENT: _("文件内没有工作表。用 Excel 或 WPS 重新另存为 .xlsx 后再试。"),
    Code.XML_BROKEN: _("部件“%(part)s”的内容有误，无法读取。用 Excel 或 WPS 打开修复，另存后再试。"),
    Code.XML_DTD: _(
        "部件“%(part)s”带有文档类型定义（DTD），Excel 和 WPS 都不会这样写，不予读取。核对来源，重新另存后再试。"
    ),
    Code.XML_TOO_DEEP: _("部件“%(part)s”的嵌套超过 %(limit)s 层。删去其中的图形，另存后再试。"),
    Code.XML_TOO_MANY_NODES: _(
        "读到部件“%(part)s”时，单元格及其格式已超过 %(limit)s 项。删去多余的行和整列的格式，另存后再试。"
    ),
    Code.XML_TOO_MANY_NAMES: _(
        "部件“%(part)s”用了 %(limit)s 种以上的标记，Excel 和 WPS 都不会这样写。核对来源，重新另存后再试。"
    ),
    Code.TOO_SLOW: _("读取超过时限，已停止，没有保存。删去多余的行列，另存为 .xlsx 后再试。"),
    Code.TOO_MUCH_MEMORY: _("读取所需内存超过上限，已停止，没有保存。删去多余的行列或分成几份后再试。"),
    Code.READER_FAILED: _("文件内容使读取程序中断，没有保存。用 Excel 或 WPS 重新另存后再试。"),
}

REMARKS: Mapping[Remark, str | Promise] = {
    Remark.ENCODING: _("按 %(encoding)s 编码读取。"),
    Remark.BYTE_ORDER_MARK: _("文件开头的字节序标记已略去，位置从其后第一个字符算起。"),
    Remark.LOST_CHARACTERS: _("有 %(count)s 个字在来文之前已经丢失，第一个在第 %(line)s 行。对照原件补正。"),
    Remark.PRIVATE_CHARACTERS: _("有 %(count)s 个造字区的字，不同电脑显示不同，第一个在第 %(line)s 行。对照原件核对。"),
    Remark.CONTROL_CHARACTERS: _("有 %(count)s 个控制符，原样保留，第一个在第 %(line)s 行。"),
    Remark.INSERTED: _("有 %(count)s 处修订插入，已按接受读取，如“%(sample)s”。"),
    Remark.DELETED: _("有 %(count)s 处修订删除，没有读取，如“%(sample)s”。"),
    Remark.HIDDEN: _("有 %(count)s 处隐藏文字，没有读取，如“%(sample)s”。"),
    Remark.FOOTNOTES: _("有 %(count)s 条脚注或尾注，不在正文内，如“%(sample)s”。"),
    Remark.TEXT_BOXES: _("有 %(count)s 段文本框文字，不在正文内，如“%(sample)s”。"),
    Remark.CONTENTS: _("目录 %(count)s 行，没有读取，如“%(sample)s”。"),
    Remark.NUMBERING: _("有 %(count)s 个自动编号，已写入正文，第一个是“%(sample)s”。"),
    Remark.UNKNOWN_NUMBERING: _("有 %(count)s 个自动编号的样式认不出（%(sample)s），写成了 1、2、3。对照原件核对。"),
    Remark.SYMBOLS: _("有 %(count)s 个符号字体的字符，写成了□。对照原件核对。"),
    Remark.PICTURES: _("有 %(count)s 幅图片，图中的文字没有读取。"),
    Remark.EMBEDDED: _("文档内嵌有 %(count)s 份其他文档，没有读取。"),
    Remark.PAGE_NUMBERS: _("页码 %(count)s 处已略去，如“%(sample)s”。"),
    Remark.PAGES_WITHOUT_TEXT: _("有 %(count)s 页没有文字层，没有读取：第 %(sample)s 页。对照原件补正。"),
    Remark.CONVERTED: _("%(found)s先由 LibreOffice 转成 .docx 再读取。"),
}

_IN_MEGABYTES = {Code.TOO_LARGE, Code.PART_TOO_LARGE, Code.PARTS_TOO_LARGE}


def sentence(said: Refused | Note) -> str:
    """What a refusal or a remark says to an office, in the language of the moment."""
    if isinstance(said, Note):
        return str(REMARKS[said.code]) % _words(said.params)
    return _said(REFUSALS[said.code], said)


def sentence_of_table(refused: Refused) -> str:
    """What a refusal says to somebody who sent a workbook or a .csv."""
    return _said(OF_TABLES.get(refused.code, REFUSALS[refused.code]), refused)


def _said(raw: str | Promise, refused: Refused) -> str:
    return str(raw) % _words(refused.params, in_megabytes=refused.code in _IN_MEGABYTES)


def _words(params: Mapping[str, str | int], *, in_megabytes: bool = False) -> dict[str, str]:
    return {name: _word(name, value, in_megabytes) for name, value in params.items()}


def _word(name: str, value: str | int, in_megabytes: bool) -> str:
    if isinstance(value, int):
        return _megabytes(value) if in_megabytes else f"{value:,}"
    if name == "found":
        return str(KINDS[value])
    if name == "wanted":
        return "、".join(str(KINDS[kind]) for kind in value.split(","))
    return value or "—"


def _megabytes(size: int) -> str:
    """Rounded up, so that what is over a limit never reads like the limit."""
    return f"{math.ceil(size * 10 / (1 << 20)) / 10:,.1f}".removesuffix(".0")
