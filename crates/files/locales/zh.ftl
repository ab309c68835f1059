files-empty = 文件是空的
files-too-large = 文件有 { $size } MB，最多 { $limit } MB
files-unknown = 不能识别该文件；可以上传 JPEG、PNG、WebP 图片，PDF，Word（.docx）或 Excel（.xlsx）
files-not-wanted = 这里不能上传 { $kind } 文件；可以上传：{ $wanted }
files-other-kind = 文件声明为 { $declared }，内容却是 { $kind }
files-macros = 文件带有宏，请另存为不带宏的文件后再上传
files-damaged = 文件已损坏，无法读出图片尺寸
files-too-many-pixels = 图片为 { $width }×{ $height } 像素，边长最多 { $limit } 像素
