//! Vectors of which words and which three letters occur: near is what is written alike. No model, no meaning, no time: for
//! tests and for trying things out.

use async_trait::async_trait;
use xxhash_rust::xxh3::xxh3_64;

use crate::{EmbedError, Embedder, unit};

/// Signed feature hashing of words and trigrams.
#[derive(Debug, Clone)]
pub struct Hashing {
    dimensions: usize,
}

impl Hashing {
    /// One that makes vectors of so many numbers, one at least.
    pub fn new(dimensions: usize) -> Self {
        Self { dimensions: dimensions.max(1) }
    }

    fn vector(&self, text: &str) -> Vec<f32> {
        let mut vector = vec![0.0; self.dimensions];
        let text = text.to_lowercase();
        for word in text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()) {
            self.add(&mut vector, word, 2.0);
            let letters: Vec<char> = std::iter::once(' ').chain(word.chars()).chain([' ']).collect();
            for three in letters.windows(3) {
                self.add(&mut vector, &three.iter().collect::<String>(), 1.0);
            }
        }
        unit(vector)
    }

    fn add(&self, vector: &mut [f32], feature: &str, weight: f32) {
        let hash = xxh3_64(feature.as_bytes());
        let place = usize::try_from(hash >> 1).unwrap_or(usize::MAX) % self.dimensions;
        vector[place] += if hash & 1 == 0 { weight } else { -weight };
    }
}

#[async_trait]
impl Embedder for Hashing {
    fn model(&self) -> &'static str {
        "hashing"
    }

    fn dimensions(&self) -> usize {
        self.dimensions
    }

    async fn embed(&self, texts: Vec<String>) -> Result<Vec<Vec<f32>>, EmbedError> {
        Ok(texts.iter().map(|text| self.vector(text)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(one: &[f32], other: &[f32]) -> f32 {
        one.iter().zip(other).map(|(one, other)| one * other).sum()
    }

    #[tokio::test]
    async fn what_is_written_alike_is_near() {
        let texts = ["A blue linen shirt", "Shirt of linen, blue", "A cast-iron pan", ""].map(str::to_owned).to_vec();
        let vectors = Hashing::new(384).embed(texts).await.unwrap();
        let [shirt, same, pan, nothing] = vectors.as_slice() else { panic!("{}", vectors.len()) };
        assert!(likeness(shirt, same) > 0.7 && likeness(shirt, pan) < 0.3);
        assert!((likeness(shirt, shirt) - 1.0).abs() < 1e-5, "length one");
        assert!(nothing.iter().all(|number| *number == 0.0) && nothing.len() == 384);
    }
}
