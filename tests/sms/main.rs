//! Texts from a telephone network, over real carriers: an SMSC that speaks SMPP, and a Kannel gateway.
#![cfg(test)]

mod carrier;
mod cases;
mod kannel;
mod receipts;
mod scene;
mod smpp;
mod writer;
