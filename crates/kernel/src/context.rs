//! What resolvers ask of the request they run in.

use async_graphql::context::DataContext;

use crate::{
    Actor, Batch, ClientError, IdOf, Loaders, Reader,
    entity::kinds,
    locale::{Locale, LocaleArg},
};

/// The request, as resolvers see it.
pub trait ContextExt<'a>: DataContext<'a> {
    /// The loaders of this request.
    fn loaders(&self) -> &'a Loaders {
        self.data_unchecked::<Loaders>()
    }

    /// What this request reads with.
    fn reader(&self) -> &'a Reader {
        self.loaders().reader()
    }

    /// Loads what belongs to `key`, together with all that is asked for at the same time.
    fn load<B: Batch>(
        &self,
        key: B::Key,
    ) -> impl Future<Output = Result<Option<B::Value>, ClientError>> + Send + use<'a, Self, B> {
        let loaders = self.loaders();
        async move { loaders.load::<B>(key).await }
    }

    /// In whose name a mutation writes: under the mandate it names, or else as the request says.
    ///
    /// # Errors
    /// When the id is none of a mandate, or the viewer does not hold it.
    fn actor(&self, mandate: Option<&IdOf<kinds::Mandate>>) -> Result<Actor, ClientError> {
        let mandate = mandate.map(IdOf::key).transpose();
        let mandate = mandate.map_err(|error| error.at("mandate"))?;
        let actor = self.reader().viewer().actor(mandate);
        actor.map_err(|error| error.at("mandate"))
    }

    /// The languages to answer in: the argument, then the request's.
    ///
    /// # Errors
    /// When the argument is of no language that exists.
    fn languages(&self, locale: Option<LocaleArg>) -> Result<Vec<Locale>, ClientError> {
        let mut languages = Vec::new();
        if let Some(locale) = locale {
            languages.push(locale.value()?);
        }
        languages.extend(self.reader().languages().iter().cloned());
        Ok(languages)
    }
}

impl<'a, C: DataContext<'a>> ContextExt<'a> for C {}
