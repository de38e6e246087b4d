//! `$re`: the part of Postgres' regular expressions that a stranger may ask each row for. What is taken is taken by Postgres too, and
//! neither looks back nor repeats what repeats much, so it costs each row a walk along its text.

/// The most signs of an expression.
const MOST_SIGNS: usize = 100;
/// The most times that `{m,n}` repeats.
const MOST_TIMES: usize = 20;
/// The most signs that it has once everything that is repeated is written out.
const MOST_IN_ALL: usize = 1_000;
/// The most brackets in brackets.
const MOST_DEEP: usize = 8;

/// Whether it is such an expression; what is wrong with it otherwise.
pub(super) fn check(text: &str) -> Result<(), String> {
    if text.chars().count() > MOST_SIGNS {
        return Err(format!("too big, expected at most: '{MOST_SIGNS}' signs"));
    }
    let rest = text.strip_prefix("(?i)").unwrap_or(text);
    let mut reader = Reader { rest: rest.chars().collect(), at: 0 };
    let read = reader.alternatives(0).and_then(|size| match reader.peek() {
        None if size <= MOST_IN_ALL => Ok(()),
        None => Err("it repeats too much"),
        Some(_) => Err("a bracket is closed that was not opened"),
    });
    read.map_err(|why| format!("is no regular expression that lists take: {why}"))
}

type Size = Result<usize, &'static str>;

struct Reader {
    rest: Vec<char>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    fn take(&mut self, wanted: char) -> bool {
        let is_there = self.peek() == Some(wanted);
        self.at += usize::from(is_there);
        is_there
    }

    /// `a|b`
    fn alternatives(&mut self, depth: usize) -> Size {
        if depth > MOST_DEEP {
            return Err("brackets lie too deep in each other");
        }
        let mut size = self.sequence(depth)?;
        while self.take('|') {
            size += self.sequence(depth)?;
        }
        Ok(size)
    }

    fn sequence(&mut self, depth: usize) -> Size {
        let mut size = 0;
        let from = self.at;
        while let Some(sign) = self.peek().filter(|sign| !matches!(sign, '|' | ')')) {
            self.at += 1;
            if matches!(sign, '^' | '$') {
                // Nothing repeats a place.
                size += 1;
                continue;
            }
            let one = self.atom(sign, depth)?;
            size += one * self.times()?;
            if size > MOST_IN_ALL {
                return Err("it repeats too much");
            }
        }
        if self.at == from { Err("an alternative or a bracket is empty") } else { Ok(size) }
    }

    fn atom(&mut self, sign: char, depth: usize) -> Size {
        match sign {
            '(' => {
                if self.take('?') && !self.take(':') {
                    return Err("of '(?' only '(?:' is taken, and '(?i)' at the beginning");
                }
                let size = self.alternatives(depth + 1)?;
                if self.take(')') { Ok(size + 1) } else { Err("a bracket is not closed") }
            }
            '[' => self.class(),
            '\\' => self.escaped(true).map(|()| 1),
            '*' | '+' | '?' => Err("there is nothing to repeat"),
            '{' | '}' | ']' => Err("'{', '}' and ']' that stand for themselves want a backslash"),
            _ => Ok(1),
        }
    }

    /// What stands behind a backslash.
    fn escaped(&mut self, is_outside: bool) -> Result<(), &'static str> {
        match self.next() {
            Some('d' | 'w' | 's') => Ok(()),
            Some('D' | 'W' | 'S') if is_outside => Ok(()),
            Some(sign) if sign.is_ascii_punctuation() => Ok(()),
            Some(_) => {
                Err(r"of letters behind a backslash only \d, \w and \s are taken, and \D, \W and \S outside of '[]'")
            }
            None => Err("nothing stands behind the last backslash"),
        }
    }

    /// `[a-z_]`
    fn class(&mut self) -> Size {
        self.take('^');
        let from = self.at;
        loop {
            match self.next() {
                None => return Err("a bracket is not closed"),
                Some(']') if self.at == from + 1 => return Err("'[]' is empty"),
                Some(']') => return Ok(1),
                Some('[') => return Err("'[' within '[]' wants a backslash"),
                Some('-') => return Err("'-' within '[]' wants a backslash"),
                Some('\\') => self.escaped(false)?,
                Some(sign) if self.take('-') => {
                    let last = self.next().unwrap_or_default();
                    if !sign.is_ascii_alphanumeric() || !last.is_ascii_alphanumeric() || last < sign {
                        return Err("a range within '[]' goes from one letter or digit to a later one");
                    }
                }
                Some(_) => {}
            }
        }
    }

    /// How often what stands before is repeated, as far as it must be written out.
    fn times(&mut self) -> Size {
        let times = match self.peek() {
            Some('*' | '+' | '?') => {
                self.at += 1;
                1
            }
            Some('{') => {
                self.at += 1;
                let least = self.number()?;
                let most = if !self.take(',') {
                    least
                } else if self.peek() == Some('}') {
                    least + 1
                } else {
                    self.number()?
                };
                if !self.take('}') || most < least {
                    return Err("a number of times is '{2}', '{2,}' or '{2,5}'");
                }
                most.max(1)
            }
            _ => return Ok(1),
        };
        self.take('?');
        if matches!(self.peek(), Some('*' | '+' | '?' | '{')) {
            return Err("what is repeated cannot be repeated again without a bracket");
        }
        Ok(times)
    }

    fn number(&mut self) -> Size {
        let mut digits = String::new();
        while let Some(digit) = self.peek().filter(char::is_ascii_digit) {
            digits.push(digit);
            self.at += 1;
        }
        match digits.parse() {
            Ok(number) if number <= MOST_TIMES => Ok(number),
            Ok(_) => Err("nothing is repeated more than 20 times"),
            Err(_) => Err("a number of times is '{2}', '{2,}' or '{2,5}'"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn what_is_taken() {
        for text in [
            "a",
            "^Mug",
            "mug$",
            "(?i)mug|cup",
            "a.*b",
            r"\d{2,4}",
            "[a-z_]+?",
            r"(?:ab){3}c?",
            r"[^\d\]x]",
            "é+",
            "(a|b)*",
            "^(M|S)",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn what_is_not() {
        for (text, why) in [
            ("", "empty"),
            ("a|", "empty"),
            ("()", "empty"),
            ("(a", "not closed"),
            ("a)", "not opened"),
            ("[a", "not closed"),
            ("[]", "empty"),
            ("[z-a]", "range"),
            ("[a-é]", "range"),
            ("[[:alpha:]]", "wants a backslash"),
            ("*a", "nothing to repeat"),
            ("^*", "nothing to repeat"),
            ("a**", "repeated again"),
            ("a+?+", "repeated again"),
            ("a{3,2}", "a number of times"),
            ("a{21}", "more than 20"),
            ("a{,3}", "a number of times"),
            ("((((a{20}){20}){20}){20})", "repeats too much"),
            (r"(a)\1", "behind a backslash"),
            (r"\b", "behind a backslash"),
            (r"a\", "last backslash"),
            ("(?=a)", "only '(?:'"),
            ("(((((((((((a)))))))))))", "too deep"),
        ] {
            let complaint = check(text).unwrap_err();
            assert!(complaint.contains(why), "{text}: {complaint}");
        }
        assert!(check(&"a".repeat(101)).unwrap_err().contains("'100' signs"));
    }
}
