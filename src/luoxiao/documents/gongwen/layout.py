"""The numbers of GB/T 9704-2012, each with its clause. The name says the unit; without one it is a count.

A number that the standard leaves open ("by need") is marked "ours" with its reason.
"""

# 5.1 and 5.2.1: paper and text block. Left and top are the standard's; right and bottom follow from the block.
PAGE_WIDTH_MM = 210
PAGE_HEIGHT_MM = 297
MARGIN_TOP_MM = 37
MARGIN_LEFT_MM = 28
BLOCK_WIDTH_MM = 156
BLOCK_HEIGHT_MM = 225
MARGIN_RIGHT_MM = PAGE_WIDTH_MM - MARGIN_LEFT_MM - BLOCK_WIDTH_MM
MARGIN_BOTTOM_MM = PAGE_HEIGHT_MM - MARGIN_TOP_MM - BLOCK_HEIGHT_MM

# 5.2.2: type. 一号 to 四号 are the printers' sizes.
NO_2_PT = 22.0
NO_3_PT = 16.0
NO_4_PT = 14.0
SMALL_4_PT = 12.0
FANGSONG = "仿宋_GB2312"
KAITI = "楷体_GB2312"
HEITI = "黑体"
XIAOBIAOSONG = "方正小标宋简体"
SONGTI = "宋体"

# 5.2.3: 22 lines of 28 characters fill the block.
LINES = 22
CHARACTERS = 28
# 225 mm ÷ 22 = 28.99 pt. Word counts in twentieths of a point: 579 of them is the most that holds 22 lines.
LINE_PITCH_PT = 28.95
# 156 mm ÷ 28 = 15.79 pt. 16 pt type is drawn together by a quarter of a point, the least that holds 28 characters;
# a character grid would say the same, but LibreOffice spoils spacing under one.
TRACKING_PT = -0.25
CHARACTER_PT = NO_3_PT + TRACKING_PT

# 5.2.4 and 7.2: all black but the head.
RED = "FF0000"

# 7.2.1 to 7.2.3: 份号 has six figures; three lines are kept for 份号, 密级 and 紧急程度.
COPY_NUMBER_FIGURES = 6
HEAD_LINES = 3

# 7.2.4: top of the characters of 发文机关标志 below the top of the block.
MARK_TOP_MM = 35
MARK_LARGEST_PT = 46.0  # ours: smaller than the mark of the office above, eight characters on one line
MARK_SMALLEST_PT = NO_2_PT  # ours: never smaller than the title
MARK_PITCH = 1.25  # ours: line height of the mark in its own sizes

# 7.2.5 and 7.2.7
BLANK_BEFORE_NUMBER = 2
RED_LINE_BELOW_NUMBER_MM = 4
RED_LINE_PT = 2.25  # ours: the standard gives no width

# 7.2.6: an upward paper has its number one character in at the left, who signs one character in at the right.
UPWARD_FREE_CHARACTERS = 1

# 7.3.1, 7.3.2
BLANK_BEFORE_TITLE = 2
BLANK_BEFORE_ADDRESSEE = 1
TITLE_CHARACTERS = 20  # whole 二号 characters in 156 mm

# 7.3.3 and 7.3.4, in characters
FIRST_LINE_CHARACTERS = 2
BLANK_BEFORE_ATTACHMENTS = 1
LEVEL_FONTS = {0: FANGSONG, 1: HEITI, 2: KAITI, 3: FANGSONG, 4: FANGSONG}

# 7.3.5.1 with a seal: the date leaves four characters free, the name is centred on it. Two lines above leave room
# for the seal, whose top must stand within one line of the text (the two are ours).
SEALED_FREE_CHARACTERS = 4
SEALED_BLANK_LINES = 2
# 7.3.5.2 without: the name leaves two free, one line below the text; the date starts two characters further in.
UNSEALED_FREE_CHARACTERS = 2
UNSEALED_BLANK_LINES = 1
UNSEALED_DATE_SHIFT_CHARACTERS = 2

# 7.3.7: the title of an annex stands on its third line.
ANNEX_TITLE_LINE = 3

# 7.4: rules of the 版记, and its text one character in.
IMPRINT_OUTER_RULE_MM = 0.35
IMPRINT_INNER_RULE_MM = 0.25
IMPRINT_FREE_CHARACTERS = 1
IMPRINT_PITCH_PT = 22.0  # ours: 四号 with the same proportion as the text

# 7.5: the dash stands 7 mm below the block, the number one character from its edge.
PAGE_NUMBER_BELOW_BLOCK_MM = 7
PAGE_NUMBER_FREE_CHARACTERS = 1
PAGE_NUMBER_PITCH_PT = 16.0  # ours: line box of the number

# 10.1: letters. Top of the mark below the edge of the paper; a double line 4 mm below it, thick over thin; another,
# thin over thick, 20 mm above the lower edge; both 170 mm long and centred. The first item stands 7/8 of a character
# of 三号 below the first line; the title two lines below the last item.
LETTER_MARK_TOP_MM = 30
LETTER_LINE_BELOW_MARK_MM = 4
LETTER_LINE_ABOVE_EDGE_MM = 20
LETTER_LINE_MM = 170
LETTER_LINE_PT = 3.0  # ours: the standard gives no width
LETTER_FIRST_ITEM_PT = NO_3_PT * 7 / 8
LETTER_BLANK_BEFORE_TITLE = 2

# 10.3: minutes. Those present one line below the text, two characters in.
BLANK_BEFORE_PEOPLE = 1

# Minutes and bulletins have unit and date over the red line, one line below the number; a bulletin's contents and the
# rows of a slip: custom, for which there is no standard.
BLANK_BEFORE_ISSUE = 1
FORM_PT = NO_4_PT
FORM_PITCH_PT = 24.0

# Tables (8 says only how they lie): 小四 on a tight pitch, so that an annex of 19 rows is read at one glance; ours.
TABLE_PT = SMALL_4_PT
TABLE_PITCH_PT = 18.0
TABLE_RULE_PT = 0.5

# Marks on every page of what is not in force: ours.
DRAFT_MARK = "草稿"
REHEARSAL_MARK = "演练"
PAGE_MARK_PT = NO_2_PT
PAGE_MARK_TOP_MM = 15

_MM_PER_INCH = 25.4


def twips(mm: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(mm * 1440 / _MM_PER_INCH)


def points(mm: float) -> float:
    """Millimetres as points."""
    return mm * 72 / _MM_PER_INCH


def emu(mm: float) -> int:
    """Millimetres as English metric units, 36,000 to the millimetre."""
    return round(mm * 36000)


def characters(count: float, size: float = CHARACTER_PT) -> int:
    """Widths of a character of the text (or of another size) as twentieths of a point."""
    return round(count * size * 20)


def eighths(pt: float) -> int:
    """A rule's width in points as eighths of a point."""
    return round(pt * 8)
