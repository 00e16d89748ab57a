#!/bin/sh
# Migrations, grants, queues, realm, seed data, and the secrets of each process, against the services of
# docker-compose.yml. The URLs hold passwords: they exist in this process alone, and in no file or argument.
set -eu
DATABASE_URL="postgresql://postgres:$(cat "${STACK_DIR}/admin/postgres/password")@postgres:5432/stockade"
REDIS_URL="redis://default:$(cat "${STACK_DIR}/admin/valkey/password")@valkey:6379"
export DATABASE_URL REDIS_URL
exec node tools/stack/dist/main.js setup
