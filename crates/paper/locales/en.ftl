paper-sheet-empty-file = The file is empty. Choose a table file, .xlsx or .csv.
paper-sheet-too-large = The file has { $size } MB, more than the { $limit } MB allowed. Remove pictures and sheets that are not needed, or split it.
paper-sheet-old-excel = This is a workbook of Excel 97–2003 (.xls). Open it in Excel or WPS, save it as “Excel workbook (.xlsx)” and upload that.
paper-sheet-encrypted = The workbook is protected by a password. Remove the password and upload it again.
paper-sheet-wrong-content = This file { $found ->
    [word] is a Word document
    [slides] is a presentation
    [xlsb] is a binary workbook (.xlsb)
    [opendocument] is an OpenDocument file
    [pdf] is a PDF
    [picture] is a picture
    [web-page] is a web page (some systems export those as .xls)
    [archive] is an archive
    [plain-text] is named like a workbook but holds plain text
   *[other] is not a table
}. Upload an .xlsx workbook or a .csv text table.
paper-sheet-unknown-ending = The ending “{ $ending }” is not known. Upload an .xlsx workbook or a .csv or .tsv text table.
paper-sheet-damaged = The workbook is damaged or was cut off ({ $part } cannot be read). Open it in Excel or WPS, save it again and upload that.
paper-sheet-bomb = The file unpacks to an abnormal size and was refused. Copy the data you need into a new workbook and upload that.
paper-sheet-too-many-cells = More than { $limit } cells hold something. Keep only the data to be imported, or split the file.
paper-sheet-unknown-encoding = The text encoding is not known. Save the CSV as UTF-8 or GB18030 (GBK).
paper-sheet-no-sheet = The workbook has no worksheet.
paper-sheet-no-header = No header was found. One of the first 50 rows should name the columns: { $names }.
paper-sheet-columns-missing = The header in row { $row } lacks these columns: { $names }.
paper-sheet-column-twice = The column “{ $name }” stands twice ({ $first } and { $second }); keep one.
paper-pdf-missing = The fonts of the PDF lack these characters, printed as 〓: { $letters }. The Word file is not affected.
