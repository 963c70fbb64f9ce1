//! The carriers' addresses as they are typed. A password in one is refused: the whole machine can read a command line.

use std::net::IpAddr;
use std::str::FromStr;

use axum::http::Uri;
use serde::Deserialize;

use crate::net::listen::is_loopback;

/// `smpp://SYSTEM_ID@HOST[:2775][?system_type=TYPE]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct SmppUrl {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) system_id: String,
    pub(crate) system_type: String,
}

/// `http://USER@HOST[:13013]/cgi-bin/sendsms`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct KannelUrl {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) path: String,
    pub(crate) user: String,
}

impl FromStr for SmppUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = "smpp://SYSTEM_ID@HOST:PORT";
        let Parts { uri, user, host } = parts(text, "smpp", form)?;
        if user.len() > 15 {
            return Err("an SMPP system id has at most 15 characters".to_owned());
        }
        let mut system_type = String::new();
        for (name, value) in form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()) {
            if name != "system_type" || value.len() > 12 {
                return Err(format!(
                    "{form} may end in ?system_type=TYPE (at most 12 characters), and in nothing else"
                ));
            }
            system_type = value.into_owned();
        }
        Ok(Self { host, port: uri.port_u16().unwrap_or(2775), system_id: user, system_type })
    }
}

impl FromStr for KannelUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = "http://USER@127.0.0.1:13013/cgi-bin/sendsms";
        let Parts { uri, user, host } = parts(text, "http", form)?;
        let here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(is_loopback);
        if !here {
            return Err("only on this machine: numbers go there in clear; lead a tunnel to another one".to_owned());
        }
        Ok(Self { host, port: uri.port_u16().unwrap_or(13013), path: uri.path().to_owned(), user })
    }
}

struct Parts {
    uri: Uri,
    user: String,
    host: String,
}

fn parts(text: &str, scheme: &str, form: &str) -> Result<Parts, String> {
    let wrong = || format!("it must look like {form}");
    let uri: Uri = text.parse().map_err(|_| wrong())?;
    let authority = uri.authority().ok_or_else(wrong)?;
    let (user, _) = authority.as_str().rsplit_once('@').ok_or_else(wrong)?;
    if user.contains(':') {
        return Err("a password does not belong there: it stands in a file or in the environment".to_owned());
    }
    if uri.scheme_str() != Some(scheme) || user.is_empty() || authority.host().is_empty() {
        return Err(wrong());
    }
    let host = authority.host().trim_matches(['[', ']']).to_owned();
    let user = user.to_owned();
    Ok(Parts { uri, user, host })
}

macro_rules! from_a_string {
    ($($url:ty),*) => {$(
        impl TryFrom<String> for $url {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                text.parse()
            }
        }
    )*};
}
from_a_string!(SmppUrl, KannelUrl);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_smsc_is_named_by_system_id_host_and_port() {
        let url: SmppUrl = "smpp://police@smsc.example:3700?system_type=VMA".parse().unwrap();
        assert_eq!((&*url.host, url.port, &*url.system_id, &*url.system_type), ("smsc.example", 3700, "police", "VMA"));
        let short: SmppUrl = "smpp://police@[::1]".parse().unwrap();
        assert_eq!((&*short.host, short.port, &*short.system_type), ("::1", 2775, ""));
    }

    #[test]
    fn what_is_no_address_or_holds_a_password_is_refused_with_words_that_help() {
        let long = format!("smpp://{}@h", "x".repeat(16));
        for (wrong, word) in [
            ("smsc.example:2775", "smpp://SYSTEM_ID@HOST"),
            ("http://police@h", "smpp://SYSTEM_ID@HOST"),
            ("smpp://smsc.example", "smpp://SYSTEM_ID@HOST"),
            ("smpp://police:secret@h", "file"),
            ("smpp://police@h?mode=x", "system_type"),
            (&long, "15"),
        ] {
            let words = wrong.parse::<SmppUrl>().unwrap_err();
            assert!(words.contains(word) && !words.contains("secret"), "{wrong}: {words}");
        }
        assert!("http://room@kannel.example/x".parse::<KannelUrl>().unwrap_err().contains("tunnel"));
        assert!("http://room:secret@localhost/x".parse::<KannelUrl>().unwrap_err().contains("file"));
    }

    #[test]
    fn a_kannel_is_named_by_user_port_and_path() {
        let url: KannelUrl = "http://room@127.0.0.1:13014/cgi-bin/sendsms".parse().unwrap();
        assert_eq!((&*url.user, url.port, &*url.path), ("room", 13014, "/cgi-bin/sendsms"));
    }
}
