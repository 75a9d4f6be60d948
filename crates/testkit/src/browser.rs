//! A real browser: Chromium, driven by WebDriver (<https://www.w3.org/TR/webdriver2/>).

use std::{
    io::{BufRead as _, BufReader},
    mem::ManuallyDrop,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use thirtyfour::{ChromiumLikeCapabilities as _, DesiredCapabilities, WebDriver};

use crate::{client, servers};

/// A browser with a profile of its own. It ends with [`Browser::quit`], and at the latest with the
/// driver, which ends when this is dropped.
pub struct Browser {
    /// What drives it. Dropped, it would wait for the driver, which has gone before it where a test fails.
    pub driver: ManuallyDrop<WebDriver>,
    process: Child,
}

impl Browser {
    /// Starts one, in this language; none where there is no Chromium, which is said, and is a panic
    /// where everything must be there.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start(language: &str) -> Option<Browser> {
        let process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut process) = process else {
            let missing = "there is no chromedriver (Debian package `chromium-driver`)";
            assert!(!servers::required(), "{missing}: run tests/install");
            eprintln!("SKIPPED: {missing}");
            return None;
        };
        // `ChromeDriver was started successfully on port 43215.`
        let lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        let port = port.expect("chromedriver starts");
        let mut wanted = DesiredCapabilities::chrome();
        for argument in [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            // So it ends with the driver, however that ends.
            "--remote-debugging-pipe",
            &format!("--lang={language}"),
            &format!("--accept-lang={language}"),
        ] {
            wanted.add_arg(argument).expect("an argument");
        }
        let url = format!("http://127.0.0.1:{port}");
        let driver = WebDriver::builder(url, wanted).client(client()).connect();
        let driver = driver.await.expect("the browser starts");
        let driver = ManuallyDrop::new(driver);
        Some(Browser { driver, process })
    }

    /// Waits until the browser is at this path: a click returns before the page that it leads to is
    /// there.
    ///
    /// # Panics
    /// When it is not there within 10 seconds.
    pub async fn arrives_at(&self, path: &str) {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let url = self.driver.current_url().await.expect("an address");
            if url.path() == path {
                return;
            }
            assert!(Instant::now() < deadline, "it is at {url}, not at {path}");
            tokio::task::yield_now().await;
        }
    }

    /// Waits until the page has this title.
    ///
    /// # Panics
    /// When it has not within 10 seconds.
    pub async fn shows(&self, title: &str) {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let found = self.driver.title().await.expect("a title");
            if found == title {
                return;
            }
            if Instant::now() >= deadline {
                let page = self.driver.source().await.unwrap_or_default();
                panic!("its title is {found}, not {title}: {page}");
            }
            tokio::task::yield_now().await;
        }
    }

    /// Ends it.
    ///
    /// # Panics
    /// When it does not end.
    pub async fn quit(self) {
        WebDriver::clone(&self.driver)
            .quit()
            .await
            .expect("the browser ends");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Where it has ended already, that is as well.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
