#!/bin/sh
# Until the office puts its own site.crt and site.key into certificates/, make a pair that browsers warn about.
set -eu
[ -s "$CERTIFICATES/site.crt" ] && [ -s "$CERTIFICATES/site.key" ] && exit 0
umask 077
openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj "/CN=$SITE_HOST" -addext "subjectAltName=DNS:$SITE_HOST" \
    -keyout "$CERTIFICATES/site.key" -out "$CERTIFICATES/site.crt" 2>/dev/null
echo "No certificate in certificates/ yet: made one for $SITE_HOST that browsers will warn about."
