# A training machine: agent and training child. No database driver.
# Build from the repository root: docker build -f deploy/worker.Dockerfile .

# Give them with a digest (name@sha256:…) to build from the very same bytes again.
ARG PYTHON_IMAGE=python:3.13-slim-trixie

FROM ${PYTHON_IMAGE} AS build
# `worker,export,tracing,demo` adds the small encoder of the demonstration (x86-64 only).
ARG EXTRAS=worker,export,tracing
WORKDIR /source
RUN python -m venv /venv
COPY constraints.txt ./
COPY pyproject.toml README.md LICENSE ./
COPY schemas schemas
COPY infra infra
COPY api api
COPY consumers consumers
COPY worker worker
COPY migrations migrations
COPY afina afina
RUN /venv/bin/pip install --no-cache-dir -c constraints.txt ".[${EXTRAS}]"

FROM ${PYTHON_IMAGE}
RUN groupadd --gid 10001 afina && useradd --uid 10001 --gid 10001 --create-home --home-dir /data afina
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 AFINA_DATA_DIR=/data LANG=C.UTF-8
USER 10001:10001
VOLUME /data
# Time for the step in hand and a checkpoint.
STOPSIGNAL SIGTERM
ENTRYPOINT ["afina", "worker"]
