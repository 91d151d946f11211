"""All routes of the public site over one library: the pages and the API."""

from aiohttp import web

from facts.web.api import Api
from facts.web.pages import Pages
from facts.web.site import Site, SiteSettings
from facts.wiring import Library


def public_routes(library: Library, settings: SiteSettings) -> list[web.RouteDef]:
    """The routes of pages, feeds and API, as ``settings`` say."""
    site = Site(settings)
    pages = Pages(site, library.public, library.history, library.asking)
    api = Api(site, library.public, library.asking, library.verifying)
    return [*pages.routes(), *api.routes()]
