# syntax=docker/dockerfile:1

FROM python:3.11-slim-bookworm AS build
# The build of PyTorch for processors: PyPI's own for Linux brings several gigabytes for graphics cards.
ARG PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/assistant
WORKDIR /build
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY assistant ./assistant
RUN /opt/assistant/bin/pip install -c constraints.txt '.[desk,mail]'

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --no-create-home --home-dir /srv --shell /usr/sbin/nologin assistant \
    && install -d -o assistant -g assistant /srv/corpus /srv/index /srv/curated /srv/drafts /srv/records
COPY --from=build /opt/assistant /opt/assistant
# What is written besides the folders below /srv goes to /tmp, so that the rest can be read-only.
ENV PATH=/opt/assistant/bin:$PATH \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    OMP_NUM_THREADS=1 \
    GRADIO_TEMP_DIR=/tmp/gradio \
    ASSISTANT_HOST=0.0.0.0 \
    ASSISTANT_LOG_FORMAT=json
WORKDIR /srv
USER 10001:10001
EXPOSE 7860
VOLUME ["/srv/index", "/srv/curated", "/srv/drafts", "/srv/records"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/readyz', timeout=4)"]
ENTRYPOINT ["assistant"]
CMD ["serve"]
