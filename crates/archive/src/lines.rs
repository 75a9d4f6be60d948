//! Lines, in and out, with a count and a checksum of all that came before.

use std::io::{BufRead, Write};

use sha2::{Digest, Sha256};

use crate::{
    error::{Error, line},
    format::MAX_LINE,
};

/// Reads lines that are never longer than [`MAX_LINE`], whatever comes.
pub(crate) struct Lines<'a, R> {
    input: &'a mut R,
    /// The number of the line that was read last.
    pub(crate) number: u64,
    bytes: Vec<u8>,
    digest: Sha256,
}

impl<'a, R: BufRead> Lines<'a, R> {
    pub(crate) fn new(input: &'a mut R) -> Self {
        Self {
            input,
            number: 0,
            bytes: Vec::new(),
            digest: Sha256::new(),
        }
    }

    /// The number of the next line, and the line without its end; none at the end of the file.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, &[u8])>, Error> {
        // The line before this one has been read as what it is: it counts as "before".
        self.digest.update(&self.bytes);
        self.bytes.clear();
        loop {
            let chunk = match self.input.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(cause) => {
                    return Err(Error::File {
                        what: format!("the file cannot be read behind line {}", self.number),
                        cause,
                    });
                }
            };
            if chunk.is_empty() {
                break;
            }
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(chunk.len(), |end| end + 1);
            if self.bytes.len() + taken > MAX_LINE + 1 {
                return line(
                    self.number + 1,
                    format!("it is longer than {} MiB", MAX_LINE / 1024 / 1024),
                );
            }
            self.bytes.extend_from_slice(&chunk[..taken]);
            self.input.consume(taken);
            if end.is_some() {
                self.number += 1;
                return Ok(Some((self.number, &self.bytes[..self.bytes.len() - 1])));
            }
        }
        if self.bytes.is_empty() {
            return Ok(None);
        }
        line(
            self.number + 1,
            "the file ends in the middle of it: it was cut",
        )
    }

    /// The checksum of all lines before the one that was read last.
    pub(crate) fn checksum(&self) -> String {
        hex(self.digest.clone())
    }
}

/// Writes lines.
pub(crate) struct Output<'a, W> {
    out: &'a mut W,
    digest: Sha256,
}

impl<'a, W: Write> Output<'a, W> {
    pub(crate) fn new(out: &'a mut W) -> Self {
        Self {
            out,
            digest: Sha256::new(),
        }
    }

    /// Writes a line that ends with its end.
    pub(crate) fn write(&mut self, line: &str) -> Result<(), Error> {
        self.digest.update(line);
        self.out.write_all(line.as_bytes()).map_err(unwritten)
    }

    /// The checksum of all that was written.
    pub(crate) fn checksum(&self) -> String {
        hex(self.digest.clone())
    }

    pub(crate) fn finish(self) -> Result<(), Error> {
        self.out.flush().map_err(unwritten)
    }
}

fn unwritten(cause: std::io::Error) -> Error {
    Error::File {
        what: "the export cannot be written".to_owned(),
        cause,
    }
}

fn hex(digest: Sha256) -> String {
    use std::fmt::Write as _;
    digest
        .finalize()
        .iter()
        .fold(String::new(), |mut text, byte| {
            // A `String` takes whatever is written.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
