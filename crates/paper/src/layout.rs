//! Where what stands: head, list, sums, notes, foot.

use crate::{
    Error, Line, Sheet,
    font::{Fonts, Weight},
    page::{HEIGHT, Ink, Mark, Marks, WIDTH, write},
};

const LEFT: f32 = 56.0;
const RIGHT: f32 = WIDTH - 56.0;
/// Where the facts beside the address begin.
const ASIDE: f32 = 350.0;
/// Below this only the foot stands.
const BOTTOM: f32 = HEIGHT - 92.0;
/// Where a further page begins.
const TOP: f32 = 64.0;
/// The most lines of an address, and of the facts beside it: whatever somebody calls himself, the head leaves room on its page.
const MOST_HEAD: usize = 14;
/// The most lines of the title.
const MOST_TITLE: usize = 3;
/// Between two columns.
const GAP: f32 = 18.0;

const TEXT: f32 = 9.5;
const SMALL: f32 = 8.0;
const TINY: f32 = 7.0;

/// A sheet as PDF. The same sheet gives the same bytes.
pub fn draw(sheet: &Sheet) -> Result<Vec<u8>, Error> {
    let fonts = Fonts::open()?;
    let pages = arrange(sheet, &fonts);
    write(sheet, &fonts, &pages)
}

/// What stands where on which page.
fn arrange(sheet: &Sheet, fonts: &Fonts) -> Vec<Marks> {
    let mut pen = Pen { sheet, fonts, pages: vec![Marks::new()], y: 0.0 };
    pen.head();
    pen.list();
    pen.sums();
    pen.notes();
    pen.feet();
    pen.pages
}

/// What draws, and where it stands.
struct Pen<'s> {
    sheet: &'s Sheet,
    fonts: &'s Fonts,
    pages: Vec<Marks>,
    y: f32,
}

impl Pen<'_> {
    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    fn text(&mut self, x: f32, y: f32, text: &str, weight: Weight, size: f32, ink: Ink) {
        let text = self.fonts.shape(text, weight, size);
        self.mark(Mark::Text { x, y, text, weight, size, ink });
    }

    /// A text that ends at `x`.
    fn text_to(&mut self, x: f32, y: f32, text: &str, weight: Weight, size: f32, ink: Ink) {
        let text = self.fonts.shape(text, weight, size);
        self.mark(Mark::Text { x: x - text.width, y, text, weight, size, ink });
    }

    fn rule(&mut self, x: f32, y: f32, width: f32, thickness: f32, ink: Ink) {
        self.mark(Mark::Rule { x, y, width, thickness, ink });
    }

    /// Begins another page unless there is room for so much.
    fn room(&mut self, height: f32) -> bool {
        if self.y + height <= BOTTOM {
            return false;
        }
        self.pages.push(Marks::new());
        let sheet = self.sheet;
        self.text(LEFT, TOP, &sheet.title, Weight::Strong, TEXT, Ink::Dark);
        self.text_to(RIGHT, TOP, &sheet.shop, Weight::Regular, SMALL, Ink::Soft);
        self.y = TOP + 28.0;
        true
    }

    /// The shop, the address as it shows in the window of an envelope, the facts beside it, and what it is.
    fn head(&mut self) {
        let sheet = self.sheet;
        let shop = self.fonts.wrap(&sheet.shop, Weight::Strong, 14.0, RIGHT - LEFT);
        if let Some(shop) = shop.first() {
            self.text(LEFT, 70.0, shop, Weight::Strong, 14.0, Ink::Dark);
        }
        let sender: Vec<&str> = sheet.sender.iter().map(String::as_str).collect();
        let sender = self.fonts.wrap(&sender.join(" · "), Weight::Regular, TINY, ASIDE - LEFT - 2.0 * GAP);
        if let Some(line) = sender.first() {
            self.text(LEFT, 132.0, line, Weight::Regular, TINY, Ink::Soft);
        }
        let mut below = 150.0;
        for line in self.first_lines(&sheet.customer, 10.0) {
            self.text(LEFT, below, &line, Weight::Regular, 10.0, Ink::Dark);
            below += 14.5;
        }
        if let Some(block) = &sheet.delivery_address {
            below += 8.0;
            self.text(LEFT, below, &block.title, Weight::Strong, SMALL, Ink::Soft);
            below += 13.0;
            for line in self.first_lines(&block.lines, TEXT) {
                self.text(LEFT, below, &line, Weight::Regular, TEXT, Ink::Dark);
                below += 13.5;
            }
        }
        let mut beside = 150.0;
        for fact in sheet.facts.iter().take(MOST_HEAD) {
            self.text(ASIDE, beside, &fact.label, Weight::Regular, 9.0, Ink::Soft);
            let label = self.fonts.width(&fact.label, Weight::Regular, 9.0);
            let value = self.fonts.wrap(&fact.value, Weight::Regular, 9.0, RIGHT - ASIDE - label - 10.0);
            for line in value.into_iter().take(2) {
                self.text_to(RIGHT, beside, &line, Weight::Regular, 9.0, Ink::Dark);
                beside += 14.5;
            }
        }
        self.y = below.max(beside).max(236.0) + 34.0;
        let title = self.fonts.wrap(&sheet.title, Weight::Strong, 20.0, RIGHT - LEFT);
        for line in title.into_iter().take(MOST_TITLE) {
            self.text(LEFT, self.y, &line, Weight::Strong, 20.0, Ink::Dark);
            self.y += 26.0;
        }
        self.y += 8.0;
    }

    /// The first lines of an address.
    fn first_lines(&self, lines: &[String], size: f32) -> Vec<String> {
        let wrapped = lines.iter().flat_map(|line| self.fonts.wrap(line, Weight::Regular, size, ASIDE - LEFT - GAP));
        wrapped.take(MOST_HEAD).collect()
    }

    /// Where the columns but the first end, from the left.
    fn ends(&self) -> (f32, Vec<f32>) {
        let sheet = self.sheet;
        let mut widths: Vec<f32> = sheet
            .columns
            .iter()
            .skip(1)
            .enumerate()
            .map(|(nth, column)| {
                let cells = sheet.lines.iter().filter_map(|line| line.cells.get(nth + 1));
                let widest = cells.map(|cell| self.fonts.width(cell, Weight::Regular, TEXT)).fold(0.0, f32::max);
                widest.max(self.fonts.width(&column.title, Weight::Strong, SMALL))
            })
            .collect();
        // However long the others are, something is left for the first.
        let most = (RIGHT - LEFT) * 0.66;
        let all: f32 = widths.iter().map(|width| width + GAP).sum();
        if all > most {
            for width in &mut widths {
                *width = (*width + GAP) * most / all - GAP;
            }
        }
        let mut end = RIGHT;
        let mut ends: Vec<f32> = Vec::with_capacity(widths.len());
        for width in widths.iter().rev() {
            ends.push(end);
            end -= width + GAP;
        }
        ends.reverse();
        (end - LEFT, ends)
    }

    fn titles(&mut self, ends: &[f32]) {
        let sheet = self.sheet;
        for (nth, column) in sheet.columns.iter().enumerate() {
            match nth.checked_sub(1).and_then(|nth| ends.get(nth)) {
                None => self.text(LEFT, self.y, &column.title, Weight::Strong, SMALL, Ink::Soft),
                Some(end) => self.text_to(*end, self.y, &column.title, Weight::Strong, SMALL, Ink::Soft),
            }
        }
        self.rule(LEFT, self.y + 7.0, RIGHT - LEFT, 0.9, Ink::Dark);
        self.y += 7.0;
    }

    fn list(&mut self) {
        let sheet = self.sheet;
        if sheet.columns.is_empty() {
            return;
        }
        let (first, ends) = self.ends();
        self.titles(&ends);
        for (nth, line) in sheet.lines.iter().enumerate() {
            self.line(line, first, &ends, nth > 0);
        }
        self.rule(LEFT, self.y, RIGHT - LEFT, 0.9, Ink::Dark);
    }

    /// One of the list: all of it on one page, if a page has room for it.
    fn line(&mut self, line: &Line, first: f32, ends: &[f32], ruled: bool) {
        let name = line.cells.first().map(String::as_str).unwrap_or_default();
        let names = self.fonts.wrap(name, Weight::Regular, TEXT, first);
        let below: Vec<String> =
            line.below.iter().flat_map(|text| self.fonts.wrap(text, Weight::Regular, SMALL, first)).collect();
        #[expect(clippy::cast_precision_loss, reason = "there are not that many lines")]
        let height = 21.0 + names.len().max(1) as f32 * 13.0 + below.len() as f32 * 11.0;
        if self.room(height.min(BOTTOM - TOP - 60.0)) {
            self.titles(ends);
        } else if ruled {
            self.rule(LEFT, self.y, RIGHT - LEFT, 0.6, Ink::Faint);
        }
        self.y += 16.0;
        for (cell, end) in line.cells.iter().skip(1).zip(ends) {
            self.text_to(*end, self.y, cell, Weight::Regular, TEXT, Ink::Dark);
        }
        if names.is_empty() {
            self.y += 13.0;
        }
        for text in names {
            self.go_on(ends);
            self.text(LEFT, self.y, &text, Weight::Regular, TEXT, Ink::Dark);
            self.y += 13.0;
        }
        for text in below {
            self.go_on(ends);
            self.text(LEFT, self.y - 1.0, &text, Weight::Regular, SMALL, Ink::Soft);
            self.y += 11.0;
        }
        self.y -= 5.0;
    }

    /// What is taller than a page goes on on the next one.
    fn go_on(&mut self, ends: &[f32]) {
        if self.room(0.0) {
            self.titles(ends);
            self.y += 16.0;
        }
    }

    fn sums(&mut self) {
        let sheet = self.sheet;
        if sheet.sums.is_empty() {
            return;
        }
        // What belongs together is not torn apart by a page.
        #[expect(clippy::cast_precision_loss, reason = "there are not that many sums")]
        let height = 30.0 + sheet.sums.len() as f32 * 18.0;
        self.room(height.min(BOTTOM - TOP - 40.0));
        self.y += 20.0;
        for sum in &sheet.sums {
            self.room(24.0);
            let (weight, size) = if sum.is_total { (Weight::Strong, 11.5) } else { (Weight::Regular, TEXT) };
            if sum.is_total {
                self.rule(ASIDE, self.y - 9.0, RIGHT - ASIDE, 0.6, Ink::Faint);
                self.y += 9.0;
            }
            let ink = if sum.is_total { Ink::Dark } else { Ink::Soft };
            let room = (RIGHT - ASIDE - self.fonts.width(&sum.value, weight, size) - 10.0).max(60.0);
            let label = self.fonts.wrap(&sum.label, weight, size, room);
            self.text_to(RIGHT, self.y, &sum.value, weight, size, Ink::Dark);
            for text in label {
                self.room(0.0);
                self.text(ASIDE, self.y, &text, weight, size, ink);
                self.y += 15.5;
            }
            if sum.is_total {
                self.y += 4.0;
            }
        }
    }

    fn notes(&mut self) {
        let sheet = self.sheet;
        self.y += 24.0;
        for note in sheet.note.iter().chain(&sheet.notes) {
            for line in self.fonts.wrap(note, Weight::Regular, 9.0, RIGHT - LEFT) {
                self.room(14.0);
                self.text(LEFT, self.y, &line, Weight::Regular, 9.0, Ink::Dark);
                self.y += 13.5;
            }
            self.y += 6.0;
        }
    }

    /// The foot of each page, when it is known how many there are.
    fn feet(&mut self) {
        let sheet = self.sheet;
        let count = self.pages.len();
        let mut pages = std::mem::take(&mut self.pages);
        for (nth, page) in pages.iter_mut().enumerate() {
            self.pages.push(std::mem::take(page));
            self.rule(LEFT, HEIGHT - 74.0, RIGHT - LEFT, 0.6, Ink::Faint);
            let page_of = format!("{} / {count}", nth + 1);
            self.text_to(RIGHT, HEIGHT - 60.0, &page_of, Weight::Regular, TINY, Ink::Soft);
            #[expect(clippy::cast_precision_loss, reason = "a foot has a few columns")]
            let room = (RIGHT - LEFT - 40.0) / sheet.footer.len().max(1) as f32;
            let mut x = LEFT;
            for column in &sheet.footer {
                let mut y = HEIGHT - 60.0;
                for line in self.fonts.wrap(column, Weight::Regular, TINY, room - GAP).iter().take(4) {
                    self.text(x, y, line, Weight::Regular, TINY, Ink::Soft);
                    y += 10.0;
                }
                x += room;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BOTTOM, HEIGHT, arrange};
    use crate::{
        Block, Column, Fact, Line, Sheet, Sum,
        font::Fonts,
        page::{Mark, Marks},
    };

    fn pages(sheet: &Sheet) -> Vec<Marks> {
        arrange(sheet, &Fonts::open().unwrap())
    }

    fn lowest(page: &Marks) -> f32 {
        let ys = page.iter().map(|mark| match mark {
            Mark::Text { y, .. } | Mark::Rule { y, .. } => *y,
        });
        // The foot stands below.
        ys.filter(|y| *y < HEIGHT - 80.0 || *y > HEIGHT).fold(0.0, f32::max)
    }

    #[test]
    fn whatever_is_long_stands_on_a_page() {
        let long = "Wwwww ".repeat(800);
        let text = |page: &Marks, wanted: &str| {
            page.iter().any(|mark| matches!(mark, Mark::Text { text, .. } if text.text == wanted))
        };
        let line = |cell: &str, below: &str| Line { cells: vec![cell.into(), "1".into()], below: vec![below.into()] };
        let sheet = Sheet {
            title: long.clone(),
            customer: vec![long.clone(); 9],
            delivery_address: Some(Block { title: "To".into(), lines: vec![long.clone(); 9] }),
            facts: vec![Fact { label: "Order".into(), value: long.clone() }; 30],
            columns: ["Item", "Amount"].map(|title| Column { title: title.into() }).into(),
            lines: vec![line(&long, &long), line("Mug", "Blue")],
            sums: vec![Sum { label: long.clone(), value: "1".into(), is_total: true }],
            notes: vec![long, "The end.".into()],
            ..Sheet::default()
        };
        let pages = pages(&sheet);
        assert!(pages.len() > 3 && pages.len() < 30, "{}", pages.len());
        for page in &pages {
            assert!(lowest(page) <= BOTTOM + 12.0, "{}", lowest(page));
        }
        assert!(text(pages.last().unwrap(), "The end."));
        assert!(text(&pages[0], "Order"), "the facts stand on the first page");
    }
}
