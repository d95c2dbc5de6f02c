# Kommentar: Größe, 大きさ, размер
FROM alpine:3.20 AS größe
LABEL beschreibung="Größe: 大きさ"
ENV GRUSS=schön NAME="Łódź"
RUN echo "🐳 wał" > /größe
COPY größe.txt /大きさ/
WORKDIR /größe
CMD ["echo", "naïve"]
