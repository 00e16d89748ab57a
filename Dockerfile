# One image for every process of the platform, and one of Keycloak built with the options of the stack runner
# (tools/stack/src/provision/keycloak/release.ts). Which process runs is said by the command.

FROM node:24-bookworm-slim AS build
WORKDIR /app
# The version that package.json names under devEngines.
RUN npm install --global pnpm@12.21.0
COPY . .
RUN pnpm install --frozen-lockfile \
 && pnpm build \
 && CI=true pnpm install --frozen-lockfile --prod

FROM node:24-bookworm-slim AS platform
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=root:root /app /app
# The state of `setup` (secrets of each process) lies here; a new volume takes this owner over.
RUN install --directory --owner=1000 --group=1000 --mode=0700 /var/lib/stockade
# The `node` user of the base image.
USER 1000
CMD ["node", "tools/stack/dist/main.js", "--help"]

FROM quay.io/keycloak/keycloak:26.7.4 AS keycloak-build
# The folder of its data exists, so that a new volume takes its owner over.
RUN /opt/keycloak/bin/kc.sh build --db=dev-file --health-enabled=true --metrics-enabled=true \
 && mkdir --parents /opt/keycloak/data

FROM quay.io/keycloak/keycloak:26.7.4 AS keycloak
COPY --from=keycloak-build --chown=1000:0 /opt/keycloak/ /opt/keycloak/
USER 1000
ENTRYPOINT ["/opt/keycloak/bin/kc.sh"]
CMD ["start", "--optimized"]
