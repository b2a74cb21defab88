# One image for web, worker and preparation. Nothing in it is secret or belongs to one office.
FROM python:3.11-slim-bookworm

# The letters' fonts are indexed below XDG_CACHE_HOME; the user has no home.
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 XDG_CACHE_HOME=/tmp
WORKDIR /portal

# The slow layers first: they change only when a dependency does.
COPY scripts/system-packages scripts/system-packages
RUN scripts/system-packages run && rm -rf /var/lib/apt/lists/*
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes --requirement requirements.lock

COPY manage.py ./
COPY portal portal
COPY scores scores
COPY templates templates
COPY static static
COPY scripts/prepare scripts/prepare

# A new volume takes over this folder's owner, so that the processes need no root.
RUN useradd --system --uid 10001 portal && install -d -o portal -g portal /data
USER portal
ENV DATA_DIR=/data
