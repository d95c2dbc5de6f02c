FROM nginx:1.29-alpine
COPY site/ /usr/share/nginx/html/
