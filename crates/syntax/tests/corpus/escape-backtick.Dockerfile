# escape=`

FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS build
SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
WORKDIR C:\src
COPY . C:\src\
RUN New-Item -ItemType Directory -Path C:\out; `
    # The runtime is not part of the image.
    Invoke-WebRequest -Uri https://example.com/runtime.zip `
        -OutFile C:\runtime.zip; `
    Expand-Archive C:\runtime.zip -DestinationPath C:\out
ENV TOOLS=C:\tools `
    MODE=release
USER ContainerUser
CMD ["C:\\out\\app.exe", "--serve"]
