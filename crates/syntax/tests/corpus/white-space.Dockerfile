FROM  alpine:3.20  

RUN	echo	tabs	
RUN   echo   spaces   
	ENV A=1		B=2
WORKDIR /with space
USER a:b 
RUN echo   no-break space
   
	
RUN echo  form feed
COPY  a	 b   c 
EXPOSE  80	 81 
VOLUME /a  /b


