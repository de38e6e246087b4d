//! Points: what orders earn and give back, and what time does to them.

mod tend;

pub(crate) use tend::Tend;
