//! Line ends and line numbers of files that come from anywhere.

use std::io::{self, BufRead, BufReader, Read};

use csv::ByteRecord;

use super::error::{IngestError, unreadable};

/// A text whose lines all end in LF: the CR of each CRLF is left out.
///
/// The CSV reader ends a record at the CR and counts the line at the LF, which it reads with the
/// next record; without this, every record of a CRLF file seems to stand a line too high.
pub struct UnixLines<R> {
    inner: BufReader<R>,
    /// A CR was taken and the byte after it is not known yet.
    held: bool,
}

impl<R: Read> UnixLines<R> {
    pub fn new(inner: R) -> Self {
        UnixLines {
            inner: BufReader::with_capacity(1 << 16, inner),
            held: false,
        }
    }
}

impl<R: Read> Read for UnixLines<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            let chunk = self.inner.fill_buf()?;
            if std::mem::take(&mut self.held) && chunk.first() != Some(&b'\n') {
                out[0] = b'\r';
                return Ok(1);
            }
            let chunk = &chunk[..chunk.len().min(out.len())];
            let end = chunk.iter().position(|byte| *byte == b'\r');
            let copied = end.unwrap_or(chunk.len());
            out[..copied].copy_from_slice(&chunk[..copied]);
            self.held = end.is_some();
            self.inner.consume(copied + usize::from(self.held));
            if copied > 0 || !self.held {
                return Ok(copied);
            }
        }
    }
}

/// The records of a file, one after the other, each with the line on which it begins.
pub struct Records<R> {
    reader: csv::Reader<UnixLines<R>>,
    file: String,
    record: ByteRecord,
}

impl<R: Read> Records<R> {
    /// Of a file with commas, quotes and a header.
    pub fn with_header(inner: R, file: &str) -> Self {
        Self::of(csv::ReaderBuilder::new().flexible(true), inner, file)
    }

    /// Of a file with tabs, where quotes are letters like any other and no header stands.
    pub fn tabbed(inner: R, file: &str) -> Self {
        let mut tabbed = csv::ReaderBuilder::new();
        tabbed.delimiter(b'\t').quoting(false).has_headers(false);
        Self::of(tabbed.flexible(true), inner, file)
    }

    fn of(builder: &csv::ReaderBuilder, inner: R, file: &str) -> Self {
        Records {
            reader: builder.from_reader(UnixLines::new(inner)),
            file: file.to_owned(),
            record: ByteRecord::new(),
        }
    }

    pub fn header(&mut self) -> Result<&ByteRecord, IngestError> {
        let header = self.reader.byte_headers();
        header.map_err(|error| unreadable(&self.file, error))
    }

    /// The next record and the line on which it begins, from 1; `None` at the end.
    pub fn next(&mut self) -> Result<Option<(u64, &ByteRecord)>, IngestError> {
        let more = self.reader.read_byte_record(&mut self.record);
        match more.map_err(|error| unreadable(&self.file, error))? {
            true => Ok(Some((line_of(&self.reader, &self.record), &self.record))),
            false => Ok(None),
        }
    }
}

/// The line on which a record begins that was just read from `reader`, from 1.
///
/// Its position is that of the empty lines before it, which the CSV reader passes over.
fn line_of<R: Read>(reader: &csv::Reader<R>, record: &ByteRecord) -> u64 {
    let begins = record.position().map_or(0, csv::Position::line);
    let passed = reader.position().line().saturating_sub(begins);
    let within = record
        .as_slice()
        .iter()
        .filter(|byte| **byte == b'\n')
        .count() as u64;
    begins + passed.saturating_sub(within + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_carriage_returns_of_line_ends_are_left_out() {
        let cases = [
            ("a\r\nb\r\n", "a\nb\n"),
            ("a\nb", "a\nb"),
            ("a\rb\r\r\nc\r", "a\rb\r\nc\r"),
            ("\r\n\r\n", "\n\n"),
            ("", ""),
        ];
        for (text, expected) in cases {
            for size in [1, 2, 3, 64] {
                // A reader that gives a byte at a time parts every CRLF.
                let mut lines = UnixLines {
                    inner: BufReader::with_capacity(size, text.as_bytes()),
                    held: false,
                };
                let mut found = Vec::new();
                let mut out = vec![0; size];
                loop {
                    match lines.read(&mut out).unwrap() {
                        0 => break,
                        read => found.extend_from_slice(&out[..read]),
                    }
                }
                assert_eq!(
                    String::from_utf8(found).unwrap(),
                    expected,
                    "{text:?} {size}"
                );
            }
        }
    }

    #[test]
    fn a_record_knows_its_line_after_empty_lines_and_quoted_ones() {
        let text = "h,i\r\n1,2\r\n\r\n\r\n\"3\r\n4\",5\r\n6,7";
        let mut records = Records::with_header(text.as_bytes(), "file.csv");
        let mut lines = Vec::new();
        while let Some((line, _)) = records.next().unwrap() {
            lines.push(line);
        }
        assert_eq!(lines, [2, 5, 7]);
    }
}
