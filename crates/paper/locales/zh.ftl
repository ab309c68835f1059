paper-sheet-empty-file = 文件是空的，没有任何内容。请选择 .xlsx 或 .csv 表格文件。
paper-sheet-too-large = 文件有 { $size } MB，超过上限 { $limit } MB。请删去图片和无关的工作表，或分成几个文件。
paper-sheet-old-excel = 这是 Excel 97–2003 格式（.xls）的工作簿。请用 Excel 或 WPS 打开后另存为“Excel 工作簿（.xlsx）”再上传。
paper-sheet-encrypted = 工作簿设有打开密码。请取消密码后再上传。
paper-sheet-wrong-content = 这个文件{ $found ->
    [word] 是 Word 文档
    [slides] 是演示文稿
    [xlsb] 是二进制工作簿（.xlsb）
    [opendocument] 是 OpenDocument 文件
    [pdf] 是 PDF
    [picture] 是图片
    [web-page] 是网页（有的系统把网页导出为 .xls）
    [archive] 是压缩包
    [plain-text] 的名称是工作簿，内容却是纯文本
   *[other] 不是表格
}。请上传 .xlsx 工作簿，或 .csv 文本表格。
paper-sheet-unknown-ending = 不认识扩展名“{ $ending }”。请上传 .xlsx 工作簿，或 .csv、.tsv 文本表格。
paper-sheet-damaged = 工作簿已损坏或没有传完（{ $part } 读不出来）。请用 Excel 或 WPS 打开并重新保存，再上传一次。
paper-sheet-bomb = 文件解压后异常庞大，已拒绝读取。请把需要的数据复制到新的工作簿后再上传。
paper-sheet-too-many-cells = 有内容的单元格超过 { $limit } 个。请只保留需要导入的数据，或分成几个文件。
paper-sheet-unknown-encoding = 文本编码无法识别。CSV 请用 UTF-8 或 GB18030（GBK）编码保存。
paper-sheet-no-sheet = 工作簿里没有工作表。
paper-sheet-no-header = 没有找到表头。前 50 行里应有一行写着列名：{ $names }。
paper-sheet-columns-missing = 第 { $row } 行的表头缺少列：{ $names }。
paper-sheet-column-twice = 列“{ $name }”出现了两次（{ $first } 和 { $second }），请只保留一列。
paper-pdf-missing = PDF 的字体缺少这些字，已用〓代替：{ $letters }。Word 文件不受影响。
