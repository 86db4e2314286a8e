# Production image of the platform's processes. The sandbox and every development dependency stay in the build stage.
FROM node:24-slim AS build
WORKDIR /orgledger
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-fund --no-audit
COPY . .
RUN npm run build && rm -rf dist/apps/sandbox dist/test dist/tools

FROM node:24-slim AS dependencies
WORKDIR /orgledger
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --no-fund --no-audit

FROM node:24-slim
WORKDIR /orgledger
ENV NODE_ENV=production ORGLEDGER_DATA_DIR=/var/lib/orgledger ORGLEDGER_HOST=0.0.0.0
COPY --from=dependencies /orgledger/node_modules node_modules
COPY --from=build /orgledger/dist dist
COPY --from=build /orgledger/config config
COPY --from=build /orgledger/package.json /orgledger/LICENSE /orgledger/NOTICE ./
RUN mkdir -p /var/lib/orgledger && chown node:node /var/lib/orgledger
USER node
VOLUME /var/lib/orgledger
CMD ["node", "dist/apps/standalone/src/main.js"]
