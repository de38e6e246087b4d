//! The model itself: tokens, BERT, the mean of what it says of each token, length one. As sentence-transformers does it.

use std::{fs, path::Path};

use anyhow::{Context, anyhow, bail};
use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::bert::{BertModel, Config};
use rayon::{ThreadPool, ThreadPoolBuilder};
use tokenizers::{PaddingParams, Tokenizer, TruncationParams};

pub(super) const CONFIG: &str = "config.json";
pub(super) const TOKENIZER: &str = "tokenizer.json";
pub(super) const WEIGHTS: &str = "model.safetensors";
/// What follows is not read: `max_seq_length` of sentence_bert_config.json.
const TOKENS: usize = 256;

pub(super) struct Model {
    tokenizer: Tokenizer,
    bert: BertModel,
    threads: ThreadPool,
}

impl Model {
    pub(super) fn load(folder: &Path, dimensions: usize) -> anyhow::Result<Self> {
        let read = |name: &str| fs::read(folder.join(name)).with_context(|| format!("cannot read the model's {name}"));
        let config: Config = serde_json::from_slice(&read(CONFIG)?).context("the model's config.json is not BERT's")?;
        if config.hidden_size != dimensions {
            bail!("the model has {} dimensions, not {dimensions}: it is another one", config.hidden_size);
        }
        let mut tokenizer = Tokenizer::from_bytes(read(TOKENIZER)?).map_err(|error| anyhow!(error))?;
        let truncation = TruncationParams { max_length: TOKENS, ..TruncationParams::default() };
        tokenizer.with_truncation(Some(truncation)).map_err(|error| anyhow!(error))?;
        // To the longest of those that are embedded together, and not to 128 as the file says.
        tokenizer.with_padding(Some(PaddingParams::default()));
        let weights = VarBuilder::from_buffered_safetensors(read(WEIGHTS)?, DType::F32, &Device::Cpu)
            .context("the model's weights are damaged: delete the folder and run ./scripts/setup")?;
        let bert = BertModel::load(weights, &config).context("the model's weights are those of another model")?;
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = ThreadPoolBuilder::new().num_threads(cores.div_ceil(2)).build()?;
        Ok(Self { tokenizer, bert, threads })
    }

    pub(super) fn embed(&self, texts: &[&str]) -> anyhow::Result<Vec<Vec<f32>>> {
        self.threads.install(|| {
            let encoded = self.tokenizer.encode_batch_fast(texts.to_vec(), true).map_err(|error| anyhow!(error))?;
            let rows = |of: fn(&tokenizers::Encoding) -> &[u32]| -> candle_core::Result<Tensor> {
                let rows: Vec<Vec<u32>> = encoded.iter().map(|one| of(one).to_vec()).collect();
                Tensor::new(rows, &Device::Cpu)
            };
            let (tokens, mask) =
                (rows(tokenizers::Encoding::get_ids)?, rows(tokenizers::Encoding::get_attention_mask)?);
            let said = self.bert.forward(&tokens, &tokens.zeros_like()?, Some(&mask))?;
            let mask = mask.to_dtype(DType::F32)?.unsqueeze(2)?;
            let sums = said.broadcast_mul(&mask)?.sum(1)?;
            let means = sums.broadcast_div(&mask.sum(1)?)?;
            Ok(means.to_vec2::<f32>()?.into_iter().map(crate::unit).collect())
        })
    }
}
