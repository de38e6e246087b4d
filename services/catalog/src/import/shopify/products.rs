//! Walking through a file: one product at a time, with the bad lines in between.

use std::{
    collections::{HashMap, VecDeque},
    io::{self, Read},
};

use csv::{ByteRecord, StringRecord};

use super::{
    ImportError, LineError,
    cells::Line,
    columns::{Column, Columns, Format},
    lines::Lines,
    medusa::Region,
    product::Builder,
};
use crate::write::{ProductDraft, handle_of};

/// A product and where it stands in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// What it should be.
    pub draft: ProductDraft,
    /// Its first line.
    pub line: u64,
    /// The line of each variant.
    pub variant_lines: Vec<u64>,
}

/// The products of a file as they are read; bad lines stand between them. Holds one product at a time.
#[derive(Debug)]
pub struct Products<R> {
    csv: csv::Reader<Lines<R>>,
    columns: Columns,
    currency: String,
    current: Current,
    /// The first line of each handle that was begun.
    seen: HashMap<String, u64>,
    ready: VecDeque<Result<Parsed, LineError>>,
    last_line: u64,
    is_over: bool,
    failure: Option<io::Error>,
}

/// What the next line may belong to.
#[derive(Debug)]
enum Current {
    Nothing,
    Product(Box<Builder>),
    /// A product whose first line is bad: its further lines go with it.
    Dropped {
        handle: String,
        line: u64,
    },
}

/// A line as it was read.
enum Record {
    Over,
    Whole(u64, StringRecord),
    /// What is wrong with it, and the handle if that can be read.
    Broken(LineError, Option<String>),
    /// It is longer than any record, and so the last one.
    Endless(LineError),
    /// The file cannot be read any further: what the current product still has is not known.
    Failed(io::Error),
}

const TOO_LONG: &str = "the line is too long: a quotation mark is probably not closed; nothing below it was read";

const NOT_CLOSED: &str = "a quotation mark is not closed: all that follows it was taken as its text";

impl<R: Read> Products<R> {
    /// Reads the header.
    pub fn new(reader: R, currency: &str) -> Result<Self, ImportError> {
        let mut csv = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(Lines::new(reader));
        let mut header = ByteRecord::new();
        let not_shopify = |why: &str| ImportError::NotShopify(why.to_owned());
        match csv.read_byte_record(&mut header) {
            Ok(true) => {}
            Ok(false) => return Err(not_shopify("it is empty")),
            Err(_) => {
                let failure = csv.get_mut().take_failure();
                return Err(failure.map_or_else(|| not_shopify("its first line is too long"), ImportError::Read));
            }
        }
        let header = StringRecord::from_byte_record(header).map_err(|_| not_shopify("its first line is not UTF-8"))?;
        let columns = Columns::read(&header)
            .ok_or_else(|| not_shopify("its first line has no column 'Handle' or 'Product Handle'"))?;
        Ok(Self {
            csv,
            columns,
            currency: currency.to_owned(),
            current: Current::Nothing,
            seen: HashMap::new(),
            ready: VecDeque::new(),
            last_line: 1,
            is_over: false,
            failure: None,
        })
    }

    /// Whose columns the file has.
    pub fn format(&self) -> Format {
        self.columns.format()
    }

    /// Tells which currencies and regions the shop has: a price in another one is an error of its line.
    pub(super) fn know(&mut self, currencies: &[String], regions: &[Region]) {
        for price in self.columns.prices_mut() {
            price.find(currencies, regions);
        }
    }

    /// The columns of the file that the import does not read.
    pub fn ignored_columns(&self) -> &[String] {
        self.columns.ignored()
    }

    /// What the file calls the column of quantities, if it has one.
    pub(super) fn quantity_column(&self) -> Option<&str> {
        self.columns.place(Column::Quantity).map(|place| self.columns.name_at(place))
    }

    /// How many columns the file has.
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// The last line that was looked at.
    pub fn line(&self) -> u64 {
        self.last_line
    }

    /// Why the file could not be read to its end.
    pub fn take_failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    fn read(&mut self) -> Record {
        let begin = self.csv.position().byte();
        self.csv.get_mut().allow_record();
        let mut record = ByteRecord::new();
        let outcome = self.csv.read_byte_record(&mut record);
        let line = self.csv.get_mut().line_from(begin);
        match outcome {
            Ok(true) => self.last_line = line,
            Ok(false) => return Record::Over,
            Err(_) => {
                return match self.csv.get_mut().take_failure() {
                    Some(failure) => Record::Failed(failure),
                    None => Record::Endless(LineError::of_line(line, TOO_LONG)),
                };
            }
        }
        let is_last_open = record.iter().next_back().is_some_and(|cell| cell.contains(&b'\n') || cell.contains(&b'\r'))
            && self.csv.get_ref().is_cut();
        let handle = self.columns.place(Column::Handle).and_then(|place| record.get(place));
        let handle = handle.and_then(|bytes| std::str::from_utf8(bytes).ok()).map(|text| handle_of(text.trim()));
        let checked = if is_last_open { Err(NOT_CLOSED.to_owned()) } else { self.check(record) };
        match checked {
            Ok(record) => Record::Whole(line, record),
            Err(message) => {
                Record::Broken(LineError::of_line(line, message), handle.filter(|handle| !handle.is_empty()))
            }
        }
    }

    /// A record has as many cells as the header, of text.
    fn check(&self, record: ByteRecord) -> Result<StringRecord, String> {
        let (cells, wanted) = (record.len(), self.columns.len());
        if cells < wanted {
            return Err(format!("the line has {cells} cells and the header {wanted}: is a quotation mark not closed?"));
        }
        // Spreadsheets leave commas behind.
        if record.iter().skip(wanted).any(|cell| !cell.trim_ascii().is_empty()) {
            return Err(format!(
                "the line has {cells} cells and the header {wanted}: is a comma not in quotation marks?"
            ));
        }
        let record = StringRecord::from_byte_record(record).map_err(|error| {
            format!("{} is not UTF-8: save the file as UTF-8", self.columns.name_at(error.utf8_error().field()))
        })?;
        match record.iter().position(|cell| cell.contains('\0')) {
            Some(place) => Err(format!("{} has a NUL character", self.columns.name_at(place))),
            None => Ok(record),
        }
    }

    fn step(&mut self) {
        match self.read() {
            Record::Over => {
                self.is_over = true;
                self.finish();
            }
            Record::Failed(failure) => {
                self.is_over = true;
                self.failure = Some(failure);
            }
            Record::Endless(error) => {
                self.is_over = true;
                self.mark_partial();
                self.finish();
                self.ready.push_back(Err(error));
            }
            Record::Broken(error, handle) => {
                if let Some(handle) = handle.filter(|handle| !self.is_current(handle)) {
                    self.finish();
                    self.seen.entry(handle.clone()).or_insert(error.line);
                    self.current = Current::Dropped { handle, line: error.line };
                }
                self.mark_partial();
                self.ready.push_back(Err(error));
            }
            Record::Whole(number, record) => {
                if record.iter().all(|cell| cell.trim().is_empty()) {
                    return;
                }
                if let Err(message) = self.take(number, &record) {
                    self.ready.push_back(Err(LineError::of_line(number, message)));
                }
            }
        }
    }

    fn take(&mut self, number: u64, record: &StringRecord) -> Result<(), String> {
        let columns = &self.columns;
        let line = Line { number, columns, record };
        let given = line.text(Column::Handle);
        let title = line.text(Column::Title).unwrap_or_default();
        let handle = match given {
            Some(given) => {
                Some(handle_of(given)).filter(|handle| !handle.is_empty()).unwrap_or_else(|| handle_of(title))
            }
            None if title.is_empty() => return Err("the line has neither a handle nor a title".to_owned()),
            None => handle_of(title),
        };
        if handle.is_empty() {
            let shown: String = given.unwrap_or(title).chars().take(40).collect();
            return Err(format!("no handle can be made of '{shown}': give one of a-z, 0-9 and hyphens"));
        }
        match &mut self.current {
            Current::Product(builder) if given.is_some() && builder.handle() == handle => {
                return builder.add(&self.currency, &line).inspect_err(|_| builder.mark_partial());
            }
            Current::Dropped { handle: dropped, line } if given.is_some() && *dropped == handle => {
                return Err(format!("left out with its product, whose first line, {line}, is bad"));
            }
            _ => {}
        }
        let begun = match self.seen.get(&handle) {
            Some(first) => {
                Err(format!("'{handle}' stands on line {first} already: all lines of a product stand below each other"))
            }
            None => Builder::new(handle.clone(), &self.currency, &line),
        };
        self.finish();
        self.seen.entry(handle.clone()).or_insert(number);
        let (current, outcome) = match begun {
            Ok(builder) => (Current::Product(Box::new(builder)), Ok(())),
            Err(message) => (Current::Dropped { handle, line: number }, Err(message)),
        };
        self.current = current;
        outcome
    }

    fn is_current(&self, handle: &str) -> bool {
        match &self.current {
            Current::Nothing => false,
            Current::Product(builder) => builder.handle() == handle,
            Current::Dropped { handle: dropped, .. } => dropped == handle,
        }
    }

    /// The bad line may be one of the current product.
    fn mark_partial(&mut self) {
        if let Current::Product(builder) = &mut self.current {
            builder.mark_partial();
        }
    }

    fn finish(&mut self) {
        if let Current::Product(builder) = std::mem::replace(&mut self.current, Current::Nothing) {
            let has_images = self.columns.has_images();
            self.ready.push_back(Ok(builder.finish(has_images)));
        }
    }
}

impl<R: Read> Iterator for Products<R> {
    type Item = Result<Parsed, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                return Some(ready);
            }
            if self.is_over {
                return None;
            }
            self.step();
        }
    }
}
