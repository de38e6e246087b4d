//! What is paid again and again, and what it opens.

pub mod enrollment;
pub mod subscription;
pub mod subscription_invoice;
pub mod subscription_plan;
