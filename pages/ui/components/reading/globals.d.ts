// What reading.py puts before the script: the text of reader.js, all its modules linked into one.
declare const READER: string
