# Nice Note in a container: docker build -t nicenote . && docker run --env-file .env -v nicenote:/data nicenote
FROM python:3.13.5-slim-bookworm

# Nothing is written beside the code, and the log comes line by line.
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    NICENOTE_STORE=/data/nicenote \
    NICENOTE_WEB_HOST=0.0.0.0 \
    NICENOTE_WEB_PORT=8080

WORKDIR /app
RUN useradd --system --uid 10001 --home-dir /app nicenote \
    && install -d -o nicenote /data

# The pinned packages first: they stay in the build's cache until they change.
COPY requirements/postgres.txt requirements/postgres.txt
RUN python -m pip install --no-cache-dir --require-hashes -r requirements/postgres.txt

COPY bot bot
COPY facts facts

USER 10001
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]

CMD ["python", "-m", "bot"]
