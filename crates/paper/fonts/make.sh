#!/bin/sh
# Makes the font files of this folder from Debian's fonts-noto-cjk (Noto CJK, OFL 1.1). Run by hand; its results are
# committed. Needs: apt-get install fonts-noto-cjk; pip install fonttools.
#
# Characters: all of GBK, the 8,105 characters of 通用规范汉字表 (property kTGH of the Unihan database in Debian's
# unicode-data; given names of today's students such as 玥 珺 祎 璟 喆 堃 曌 𬀩 are there and partly not in GBK), Latin,
# signs, box drawing and full-width forms. Layout features are dropped on purpose: with them, subsets made typst lose
# 院 ： ； without a word.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download unicode-data
dpkg -x unicode-data_*.deb unihan

python3 - unihan/usr/share/unicode/Unihan_OtherMappings.txt.bz2 > unicodes.txt <<'PYTHON'
import bz2, sys

wanted = set()
for lead in range(0x81, 0xFF):
    for trail in range(0x40, 0xFF):
        try:
            wanted.update(map(ord, bytes([lead, trail]).decode("gbk")))
        except UnicodeDecodeError:
            pass
table = [line.split("\t") for line in bz2.open(sys.argv[1], "rt", encoding="utf-8") if "\tkTGH\t" in line]
assert len(table) == 8105, len(table)
wanted.update(int(code[2:], 16) for code, _, _ in table)
for first, last in [
    (0x20, 0x7E), (0xA0, 0x17F), (0x370, 0x3FF), (0x2010, 0x205E), (0x2070, 0x209F), (0x20A0, 0x20BF),
    (0x2100, 0x218F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x23FF), (0x2460, 0x24FF), (0x2500, 0x257F),
    (0x25A0, 0x25FF), (0x2600, 0x27BF), (0x3000, 0x303F), (0x3200, 0x33FF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
]:
    wanted.update(range(first, last + 1))
print(",".join(f"U+{code:04X}" for code in sorted(wanted) if not 0xE000 <= code <= 0xF8FF))
PYTHON

make() {
    python3 -m fontTools.subset "/usr/share/fonts/opentype/noto/$1.ttc" --font-number=2 --unicodes-file=unicodes.txt \
        --layout-features='' --no-hinting --desubroutinize --output-file="$here/$2.otf"
}
make NotoSansCJK-Regular NotoSansSC-Regular
make NotoSansCJK-Bold NotoSansSC-Bold
make NotoSerifCJK-Regular NotoSerifSC-Regular
ls -l "$here"
