//! The bytes of a file, with the numbers of its lines.

use std::{
    collections::VecDeque,
    io::{self, Read},
};

/// The longest record. Beyond it, a quotation mark that is never closed swallows the file.
pub(super) const MAX_RECORD: usize = 4 << 20;

const BOM: [u8; 3] = [0xef, 0xbb, 0xbf];

/// Passes bytes on and remembers where the lines begin that have not been asked for.
///
/// The CSV reader's own line numbers are off by one after CRLF, and by more after blank lines.
#[derive(Debug)]
pub(super) struct Lines<R> {
    inner: R,
    /// Bytes passed on, and how many more may be until the next record is asked for.
    offset: u64,
    allowance: usize,
    /// The line that the next byte is on, and the byte before it.
    line: u64,
    previous: u8,
    /// The last byte that ends no line, and whether nothing follows it.
    last: u8,
    is_over: bool,
    /// Offset and number of lines that are not blank.
    starts: VecDeque<(u64, u64)>,
    has_started: bool,
    failure: Option<io::Error>,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            offset: 0,
            allowance: MAX_RECORD,
            line: 1,
            previous: b'\n',
            last: 0,
            is_over: false,
            starts: VecDeque::new(),
            has_started: false,
            failure: None,
        }
    }

    /// Lets the next record be read.
    pub(super) fn allow_record(&mut self) {
        self.allowance = MAX_RECORD;
    }

    /// The line on which the record begins that follows the byte at `offset`. Lines before it are forgotten.
    pub(super) fn line_from(&mut self, offset: u64) -> u64 {
        while let Some((start, line)) = self.starts.front().copied() {
            if start >= offset {
                return line;
            }
            self.starts.pop_front();
        }
        self.line
    }

    /// Whether the record that was read last ended with the file and not with a line or a quotation mark.
    pub(super) fn is_cut(&self) -> bool {
        self.is_over && self.last != b'"'
    }

    /// Why reading failed, unless it was for the length of a record.
    pub(super) fn take_failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    fn note(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let begins = matches!(self.previous, b'\n' | b'\r');
            if begins && !matches!(byte, b'\n' | b'\r') {
                self.starts.push_back((self.offset, self.line));
            }
            if *byte == b'\r' || (*byte == b'\n' && self.previous != b'\r') {
                self.line += 1;
            }
            if !matches!(byte, b'\n' | b'\r') {
                self.last = *byte;
            }
            self.previous = *byte;
            self.offset += 1;
        }
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.allowance == 0 {
            return Err(io::Error::other("the record is too long"));
        }
        if !self.has_started {
            self.has_started = true;
            return self.read_first(buffer);
        }
        let most = buffer.len().min(self.allowance);
        let read = self.inner.read(&mut buffer[..most]).map_err(|error| self.fail(error))?;
        self.is_over = read == 0;
        self.allowance -= read;
        self.note(&buffer[..read]);
        Ok(read)
    }
}

impl<R: Read> Lines<R> {
    /// Leaves out byte order marks. The CSV reader does so too, but only if it gets one in one piece.
    fn read_first(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut first = Vec::with_capacity(BOM.len());
        loop {
            let inner = &mut self.inner;
            inner.take(BOM.len() as u64).read_to_end(&mut first).map_err(|error| self.fail(error))?;
            if first != BOM {
                break;
            }
            first.clear();
        }
        self.is_over = first.is_empty();
        // The CSV reader's buffer is larger than a byte order mark.
        let read = first.len().min(buffer.len());
        buffer[..read].copy_from_slice(&first[..read]);
        self.allowance -= read;
        self.note(&buffer[..read]);
        Ok(read)
    }

    fn fail(&mut self, error: io::Error) -> io::Error {
        let kind = error.kind();
        // csv asks again after an interruption.
        if kind != io::ErrorKind::Interrupted {
            self.failure = Some(error);
        }
        kind.into()
    }
}
