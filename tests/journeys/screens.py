"""`make screens`: every page at three sizes and in two languages, from a real Chromium.

`python -m tests.journeys.screens FOLDER` starts the demo fair, and a central with five fairs, in a
folder that is thrown away, and writes FOLDER/<page>-<width>-<language>.png. Look at them side by
side (docs/look.md).
"""

import json
import shutil
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.journeys.central_pages import central_with_fairs

WIDTHS = {360: 740, 820: 1180, 1280: 800}
LANGUAGES = ("zh-CN", "en")
PAGES: dict[str | None, tuple[str, ...]] = {
    None: ("/", "/jobs/", "/enter", "/organizer/sign-in", "/desk/sign-in", "/booth/sign-in"),
    "entrance": ("/entrance/", "/entrance/words", "/entrance/later", "/entrance/find?q=zw"),
    "booth": ("/booth/",),
    "desk": ("/desk/", "/desk/settle", "/desk/paper", "/desk/new"),
    "organizer": (
        *("/organizer/", "/organizer/wall", "/organizer/lists", "/organizer/settle"),
        *("/organizer/offers", "/organizer/import/", "/organizer/devices"),
        *("/organizer/printers", "/organizer/staff", "/organizer/setup"),
    ),
}


def shoot(browser: Browser, url: str, roles: Any, folder: Path) -> int:
    taken = 0
    for role, paths in PAGES.items():
        for width, height in WIDTHS.items():
            for language in LANGUAGES:
                context = browser.new_context(
                    viewport={"width": width, "height": height}, locale=language
                )
                page = context.new_page()
                if role is not None:
                    page.goto(roles[role]["open"])
                    page.wait_for_url(f"{url}/{role}/**")
                for path in paths:
                    joint = "&" if "?" in path else "?"
                    answer = page.goto(f"{url}{path}{joint}lang={language}")
                    if answer is None or answer.status != 200:
                        print(f"{path}: {answer.status if answer else 'no answer'}")
                        continue
                    name = (role or "") + path.split("?")[0].replace("/", "-").rstrip("-")
                    shot = folder / f"{name.strip('-') or 'first'}-{width}-{language}.png"
                    page.screenshot(path=shot, full_page=True)
                    taken += 1
                context.close()
    return taken


def shoot_central(browser: Browser, folder: Path, data: Path) -> int:
    taken = 0
    with central_with_fairs(data) as served:
        for who, pages in served.by_person().items():
            state = served.sign_in(browser, who, data / "state.json") if who else None
            for (width, height), language in product(WIDTHS.items(), LANGUAGES):
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    locale=language,
                    storage_state=state,
                )
                page = context.new_page()
                for shown in pages:
                    page.goto(served.url + shown.path)
                    name = f"central-{shown.name}-{width}-{language}.png"
                    page.screenshot(path=folder / name, full_page=True)
                    taken += 1
                context.close()
    return taken


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "shots")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as many:
        demo = (sys.executable, "-m", "kiosk", "--data", data, "demo", "--port", "0", "--json")
        process = subprocess.Popen(demo, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox"]
                )
                taken = shoot(browser, told["url"], told["roles"], folder)
                taken += shoot_central(browser, folder, Path(many))
                browser.close()
        finally:
            process.terminate()
            process.wait(10)
    print(f"{taken} pictures in {folder}")


if __name__ == "__main__":
    main()
