"""All routes of the public site over one library: the pages and the API."""

from aiohttp import web

from facts.web.address_limits import AddressLimits
from facts.web.api import Api
from facts.web.pages import Pages
from facts.web.site import Site, SiteSettings
from facts.wiring import Library


def public_routes(
    library: Library, settings: SiteSettings, limits: AddressLimits
) -> list[web.RouteDef]:
    """The routes of pages, feeds and API, as ``settings`` say; questions count for ``limits``."""
    pages = Pages(Site(settings), library.public, library.history, library.asking)
    api = public_api(library, settings)
    return [*pages.routes(limits.limited), *api.routes(limits.limited)]


def public_api(library: Library, settings: SiteSettings) -> Api:
    """The answers of the API, for HTTP and for tools."""
    return Api(Site(settings), library.public, library.asking, library.verifying)
