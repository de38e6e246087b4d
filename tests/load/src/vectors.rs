//! Vectors as a model makes them of a catalogue: they lie in clusters, on few directions of all that there are. Evenly random ones
//! have no near neighbours, and make any index look bad.
//!
//! Owns nothing but how such numbers are drawn; the same ones each time.

use std::{
    env,
    io::{self, BufRead, BufWriter, Write},
    process::ExitCode,
};

use anyhow::Context;
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};

const HELP: &str = "\
Writes vectors of length one with 384 numbers each, for the vector part of the search.

usage: vectors QUERIES < IDS

  QUERIES   how many vectors of queries to write after those of the ids; they lie where the others do
  IDS       one id a line

Prints lines of COPY's text format: an id, or nothing for a query, a tab, and the vector.";

const DIMENSIONS: usize = 384;
/// Directions in which what is sold differs.
const LATENT: usize = 24;
/// Kinds of things.
const CLUSTERS: usize = 1_000;
/// How far things of a kind lie from its middle, as the middles lie from each other at 1; and what no direction explains.
const WITHIN: f32 = 0.7;
const NOISE: f32 = 0.1;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("vectors: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let queries: usize = match env::args().nth(1).as_deref() {
        Some("--help" | "-h") => {
            println!("{HELP}");
            return Ok(());
        }
        Some(count) => count.parse().context("QUERIES is no number: see vectors --help")?,
        None => anyhow::bail!("QUERIES is missing: see vectors --help"),
    };
    let mut source = Source::new();
    let mut out = BufWriter::new(io::stdout().lock());
    for id in io::stdin().lock().lines() {
        write(&mut out, &id?, &source.draw())?;
    }
    for _ in 0..queries {
        write(&mut out, "\\N", &source.draw())?;
    }
    out.flush().map_err(Into::into)
}

fn write(out: &mut impl Write, id: &str, vector: &[f32]) -> io::Result<()> {
    write!(out, "{id}\t[")?;
    for (place, number) in vector.iter().enumerate() {
        write!(out, "{}{number:.6}", if place == 0 { "" } else { "," })?;
    }
    writeln!(out, "]")
}

struct Source {
    random: StdRng,
    directions: Vec<Vec<f32>>,
    middles: Vec<Vec<f32>>,
}

impl Source {
    fn new() -> Self {
        let mut random = StdRng::seed_from_u64(4);
        let directions = (0..LATENT).map(|_| normals(&mut random, DIMENSIONS)).collect();
        let middles = (0..CLUSTERS).map(|_| normals(&mut random, LATENT)).collect();
        Self { random, directions, middles }
    }

    fn draw(&mut self) -> Vec<f32> {
        let kind = self.random.random_range(0..CLUSTERS);
        let own = normals(&mut self.random, LATENT);
        let noise = normals(&mut self.random, DIMENSIONS);
        let mut vector: Vec<f32> = noise.into_iter().map(|number| number * NOISE).collect();
        for ((direction, middle), own) in self.directions.iter().zip(&self.middles[kind]).zip(own) {
            for (number, part) in vector.iter_mut().zip(direction) {
                *number += (middle + WITHIN * own) * part;
            }
        }
        let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
        vector.into_iter().map(|number| number / length).collect()
    }
}

/// Standard normal numbers, by Box and Muller.
fn normals(random: &mut impl Rng, count: usize) -> Vec<f32> {
    (0..count)
        .map(|_| {
            let (one, other): (f32, f32) = (random.random_range(f32::EPSILON..1.0), random.random());
            (-2.0 * one.ln()).sqrt() * (std::f32::consts::TAU * other).cos()
        })
        .collect()
}
