files-empty = The file is empty
files-too-large = The file has { $size } MB; at most { $limit } MB are taken
files-unknown = The file is of no known kind; JPEG, PNG and WebP pictures, PDF, Word (.docx) and Excel (.xlsx) are taken
files-not-wanted = { $kind } files are not taken here; taken are: { $wanted }
files-other-kind = The file is declared as { $declared } and its content is { $kind }
files-macros = The file brings macros; save it without them and upload it again
files-damaged = The file is damaged: the size of the picture cannot be read
files-too-many-pixels = The picture has { $width }×{ $height } pixels; a side may have at most { $limit }
