# A small image with the program alone; the store is a volume.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /thidua ./cmd/thidua

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /thidua /thidua
WORKDIR /data
VOLUME /data
ENV THIDUA_STORE=bolt:/data/thidua.db
ENTRYPOINT ["/thidua"]
CMD ["serve"]
