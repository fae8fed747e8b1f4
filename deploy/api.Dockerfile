# The control plane: API with page, consumers, and the commands that look after both. No torch.
# Build from the repository root: docker build -f deploy/api.Dockerfile .

# Give them with a digest (name@sha256:…) to build from the very same bytes again.
ARG NODE_IMAGE=node:24-trixie-slim
ARG PYTHON_IMAGE=python:3.13-slim-trixie

FROM ${NODE_IMAGE} AS page
WORKDIR /source/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY web ./
RUN npm run build

FROM ${PYTHON_IMAGE} AS build
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
COPY --from=page /source/api/static api/static
RUN /venv/bin/pip install --no-cache-dir -c constraints.txt '.[api,consumers,tracing]'

FROM ${PYTHON_IMAGE}
RUN groupadd --gid 10001 afina && useradd --uid 10001 --gid 10001 --create-home --home-dir /data afina
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 AFINA_DATA_DIR=/data AFINA_HOST=0.0.0.0 LANG=C.UTF-8
USER 10001:10001
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["afina"]
CMD ["api"]
